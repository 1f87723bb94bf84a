#!/usr/bin/env node
import { folder, loadProgram } from './load-program.ts';

await loadProgram().run(folder);
