import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type ConsoleRig, consoleRig } from './rig.js';

let rig: ConsoleRig;

afterEach(() => rig.close());

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

test('the page needs no session, says whose money it is about, and runs nothing but its own modules', async () => {
  rig = await consoleRig(undefined, { stamp: 'live' });
  const page = await rig.get('/console/');
  expect(page.status).toBe(200);
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  expect(page.text).toContain('<html lang="ko">');
  expect(page.text).toContain('실전');
  expect(page.text.match(/<script[^>]*>[^<]/)).toBeNull();
  expect(page.text.match(/ on[a-z]+=| style=/)).toBeNull();
  expect((await rig.get('/console')).headers['location']).toBe('/console/');
});

test('a visit by a link from a chat gets the page, in the language of the desk', async () => {
  rig = await consoleRig(undefined, { language: 'en' });
  const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  const page = await rig.get('/console/', visit);
  expect(page.status).toBe(200);
  expect(page.text).toContain('<html lang="en">');
});

test('of the directory of modules only those of the page are served', async () => {
  const pageDirectory = await mkdtemp(join(tmpdir(), 'console-page-'));
  for (const name of ['main.js', 'other.js']) await writeFile(join(pageDirectory, name), `// ${name}`);
  rig = await consoleRig(undefined, { pageDirectory });
  expect(await rig.get('/console/main.js')).toMatchObject({
    status: 200,
    text: '// main.js',
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'content-security-policy': POLICY },
  });
  expect((await rig.get('/console/page.css')).headers['content-type']).toBe('text/css; charset=utf-8');
  for (const path of ['other.js', '..%2fmain.js', '%2e%2e/main.js', 'main.js.map', 'wire.js', 'main.ts']) {
    expect([path, (await rig.get(`/console/${path}`)).status]).toEqual([path, 404]);
  }
  await rm(pageDirectory, { recursive: true });
});
