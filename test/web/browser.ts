import { accessSync, constants } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The first Chromium of this computer; undefined when there is none. */
export const CHROMIUM = CHROMIUMS.find(path => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** Nobody is in yet, or the desk is away. */
const EXPECTED = /status of 403|net::ERR_/;

/** What went wrong in a page, as its console tells. */
export interface Watched {
  readonly page: Page;
  readonly troubles: readonly string[];
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ ...(CHROMIUM && { executablePath: CHROMIUM }), args: ['--no-sandbox', '--disable-gpu'] });

/** A page with nothing of another's: its own cookies, its own storage. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 700 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const troubles: string[] = [];
  page.on('pageerror', ({ message }) => troubles.push(message));
  page.on('console', message => {
    const text = message.text();
    if (message.type() === 'error' && !EXPECTED.test(text)) troubles.push(text);
  });
  return { page, troubles };
}
