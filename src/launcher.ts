#!/usr/bin/env node
import { began } from './began.ts';
import { folder, loadProgram } from './load-program.ts';

void loadProgram().run(folder, began);
