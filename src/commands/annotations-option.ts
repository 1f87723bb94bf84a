import { Option } from 'commander';

export const SERVICES = ['github', 'gitlab'] as const;

/** A service that shows findings beside the lines of a change. */
export type AnnotationService = (typeof SERVICES)[number];

export function annotationsOption(): Option {
  const help = "print the findings as GitHub's workflow commands, or as GitLab's code quality report";
  return new Option('--annotations <service>', help).choices(SERVICES);
}
