import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findCamera } from './camera.js';
import { discordPage } from './discord-page.js';
import { discordScenes, telegramScenes } from './scenes.js';
import { shrunk } from './shrink.js';
import { telegramPage } from './telegram-page.js';
import { terminalPage } from './terminal-page.js';
import { terminalSession } from './terminal-session.js';
import { webPage } from './web-page.js';

/** The pictures of the README, drawn from what the program really sends: `npm run screens`. */

const PAGES = resolve('.cache/screens');
const PICTURES = resolve('.readme');

const session = await terminalSession();
if (session === undefined) console.log('no picture of the terminal: this computer has no “script” command');
const web = await webPage();
const pages = [
  discordPage(await discordScenes()),
  telegramPage(await telegramScenes()),
  ...(session === undefined ? [] : [terminalPage(session)]),
  ...(web === undefined ? [] : [web]),
];
const camera = findCamera();
await mkdir(PAGES, { recursive: true });
await mkdir(PICTURES, { recursive: true });
for (const { name, width, html } of pages) {
  const file = join(PAGES, `${name}.html`);
  await writeFile(file, html);
  console.log(`page ${file}`);
  if (!camera) continue;
  const picture = join(PICTURES, `${name}.png`);
  await camera.photograph(file, width, picture);
  const small = shrunk(await readFile(picture));
  await writeFile(picture, small);
  console.log(`picture ${picture}, ${Math.ceil(small.length / 1024)} KB`);
}
if (!camera) console.log('no pictures: this computer has no Chromium; open the pages in any browser');
