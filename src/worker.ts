import { folder, loadProgram } from './load-program.ts';

void loadProgram().work(folder);
