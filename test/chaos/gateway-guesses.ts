import { spawnSimulator } from '../support/simulator-process.js';
import { startChild } from './child-talk.js';
import { buildDesk, HAND_OUT, startGatewayDesk } from './gateway-desk.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

/** Failures of one source within a minute that are answered like any other. */
const UNTHROTTLED = 10;

interface Seen {
  readonly statuses: Readonly<Record<string, number>>;
  readonly refusals: number;
  readonly throttled: number;
}

/**
 * Guesses at keys over HTTP, half of them a right one with one character changed, from ever other addresses, so that no
 * throttle spares the check. None is let in, and all are turned away with the same bytes.
 */
export async function gatewayGuesses({ guesses, seed }: { guesses: number; seed: number }): Promise<Report> {
  const failures: string[] = [];
  const [deskWorker, loadWorker] = await Promise.all([buildDesk(), buildWorker('gateway-load-worker')]);
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
  const desk = await startGatewayDesk(simulator, deskWorker);
  const load = startChild(loadWorker.script);
  try {
    const seen = await load.ask<Seen>('guess', {
      port: desk.port,
      path: HAND_OUT,
      count: guesses,
      perSource: UNTHROTTLED,
      near: desk.syncKey,
    });
    const right = await fetch(`${desk.url}${HAND_OUT}`, { headers: { 'x-sync-key': desk.syncKey } });
    const refused = seen.statuses['403'] ?? 0;
    if (right.status !== 200) failures.push(`after them the right key was answered ${right.status}`);
    if (refused !== guesses) failures.push(`over HTTP: ${JSON.stringify(seen.statuses)}`);
    if (seen.refusals !== 1) failures.push(`${seen.refusals} different refusals`);
    const flood = await load.ask<Seen>('guess', {
      port: desk.port,
      path: HAND_OUT,
      count: 1_000,
      perSource: 1_000,
      near: desk.syncKey,
    });
    const { 403: few = 0, 429: many = 0, ...others } = flood.statuses;
    if (few > UNTHROTTLED || few + many !== 1_000)
      failures.push(`one source: ${JSON.stringify(flood.statuses)}`);
    return {
      campaign: 'Guesses at keys over HTTP',
      seed,
      lines: [
        `${guesses} guesses from ${Math.ceil(guesses / UNTHROTTLED)} addresses, ${refused} refused with ${seen.refusals} body, the others ${guesses - refused}`,
        `1000 from one address: ${few} refused, ${many} throttled${Object.keys(others).length > 0 ? ', others' : ''}`,
      ],
      failures,
    };
  } finally {
    await Promise.all([load.stop(), desk.stop()]);
    await simulator.stop();
    await Promise.all([deskWorker.remove(), loadWorker.remove()]);
  }
}
