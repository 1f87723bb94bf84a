#!/usr/bin/env node
import { folder, loadProgram } from './load-program.ts';

void loadProgram().run(folder);
