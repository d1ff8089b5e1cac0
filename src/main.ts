import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// A desk idles most of its life. The young generation that V8 grows to 16 MB while a program loads would never be
// needed again, only resident; so it is kept small from before the first room is loaded.
setFlagsFromString('--semi-space-growth-factor=1');

if (existsSync('.env')) process.loadEnvFile('.env');

// Hundreds of small files: `import` hands each of them to another thread several times, `require` reads them where it
// stands, and the prompt is there a quarter sooner. It takes modules like ours, as long as none awaits at its top.
const { runProgram }: typeof import('./program.js') = createRequire(import.meta.url)('./program.js');
await runProgram(process.env);
