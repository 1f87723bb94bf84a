import { folder, loadProgram } from './load-program.ts';

await loadProgram().work(folder);
