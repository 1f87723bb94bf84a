export { reportGithub } from './github.ts';
export { reportGitlab } from './gitlab.ts';
export { type HumanOptions, reportHuman } from './human.ts';
export { type JsonDiagnostic, reportJson } from './json.ts';
export { reportSarif, type SarifOptions } from './sarif.ts';
