import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  // On a busy computer a picture would be taken of a page that is only half painted.
  '--run-all-compositor-stages-before-draw',
  '--virtual-time-budget=3000',
  // Coloured edges of letters would make the pictures twice as large.
  '--disable-lcd-text',
];
/** A browser that hangs must not hang whoever asked. */
const PATIENCE = { timeout: 60_000, maxBuffer: 16 * 1024 * 1024 };

/** Takes pictures of pages. */
export interface Camera {
  /** A picture of the whole page, two dots to a pixel. */
  photograph(html: string, width: number, picture: string): Promise<void>;
}

/** The first Chromium of this computer; undefined when there is none. */
export function findCamera(): Camera | undefined {
  const browser = BROWSERS.find(canRun);
  if (browser === undefined) return undefined;
  return {
    async photograph(html, width, picture) {
      // A profile of its own, thrown away: nothing of the user's is touched or shown.
      const profile = await mkdtemp(join(tmpdir(), 'screens-'));
      const flags = [...FLAGS, `--user-data-dir=${profile}`];
      try {
        const { stdout } = await run(
          browser,
          [...flags, `--window-size=${width},600`, '--dump-dom', `file://${html}`],
          PATIENCE,
        );
        const height = Number(/<title>(\d+)<\/title>/.exec(stdout)?.[1] ?? 600);
        await run(
          browser,
          [
            ...flags,
            `--window-size=${width},${height}`,
            '--force-device-scale-factor=2',
            `--screenshot=${picture}`,
            `file://${html}`,
          ],
          PATIENCE,
        );
      } finally {
        await rm(profile, { recursive: true, force: true });
      }
    },
  };
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
