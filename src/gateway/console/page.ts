import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from 'hono';
import type { Api, ApiEnv } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { PAGE_CSS } from './page-css.js';
import { pageHtml } from './page-html.js';

/** Nothing is loaded from elsewhere, nothing in a reply can become a script, and no other page can frame this one. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The modules of the page; nothing else of that directory is served. */
const MODULES = [
  'alerts.js',
  'ask.js',
  'blocks.js',
  'candles.js',
  'card.js',
  'cells.js',
  'chart.js',
  'element.js',
  'entry-form.js',
  'header.js',
  'input.js',
  'main.js',
  'server.js',
  'suggestions.js',
  'talk.js',
  'words.js',
] as const;

/** The page and what it is made of: public, and without anything of the desk's but its environment. */
export function addPage(api: Api, { language, stamp, pageDirectory }: GatewayParts): void {
  const html = pageHtml(language, stamp);
  const read = new Map<string, Promise<string>>();
  const module = (name: string) => {
    const text = read.get(name) ?? readFile(join(pageDirectory, name), 'utf8');
    read.set(name, text);
    // What could not be read may be there the next time.
    text.catch(() => read.delete(name));
    return text;
  };

  api.get('/console', c => c.redirect('/console/'));
  api.get('/console/', c => asset(c, html, 'text/html'));
  api.get('/console/page.css', c => asset(c, PAGE_CSS, 'text/css'));
  for (const name of MODULES) {
    api.get(`/console/${name}`, async c => asset(c, await module(name), 'text/javascript'));
  }
}

function asset(c: Context<ApiEnv>, text: string, type: string): Response {
  return c.body(text, 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
}
