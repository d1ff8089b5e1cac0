import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

// A desk idles most of its life. The young generation that V8 grows to 16 MB while a program loads would never be
// needed again, only resident; so it is kept small from before the first room is loaded.
setFlagsFromString('--semi-space-growth-factor=1');

if (existsSync('.env')) process.loadEnvFile('.env');
const { runProgram } = await import('./program.js');
await runProgram(process.env);
