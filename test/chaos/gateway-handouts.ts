import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quantile } from '../bench/figures.js';
import { type SimulatorProcess, spawnSimulator } from '../support/simulator-process.js';
import { type Child, startChild } from './child-talk.js';
import { buildDesk, type GatewayDesk, HAND_OUT, person, startGatewayDesk } from './gateway-desk.js';
import { rawGet } from './raw-line.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

/** How long the broker takes to issue a token, so that everybody meets. */
const ISSUE_MS = 2_000;
const COMMANDS = ['/balance', '/price 005930', '/orders', '/price 삼성전자'];
const CHATS = 40;
/** Programs on several machines; each connection asks twice without waiting for an answer. */
const SOURCES = 5;
const AT_ONCE = 2;
const OVER_MS = 25 * 3_600_000;

/** How often each connection asks once more at the end. */
const AGAIN = 20;

interface Seen {
  readonly statuses: Readonly<Record<string, number>>;
  readonly ms: readonly number[];
  readonly bodies: number;
}

/**
 * Crowds of programs that ask for the token at once, while it is missing and while it is over, together with commands in
 * chat and the renewal job: the broker is asked for one token, and everybody is answered.
 */
export async function gatewayHandouts(options: { crowds: readonly number[]; seed: number }): Promise<Report> {
  const [deskWorker, loadWorker] = await Promise.all([buildDesk(), buildWorker('gateway-load-worker')]);
  const lines: string[] = [];
  const failures: string[] = [];
  for (const crowd of options.crowds) {
    const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
    const load = startChild(loadWorker.script);
    await slowIssue(simulator);
    const desk = await startGatewayDesk(simulator, deskWorker);
    let handedOut = 0;
    try {
      for (const state of ['missing', 'over'] as const) {
        if (state === 'over') {
          await simulator.control('/clock', { advanceMs: OVER_MS });
          await slowIssue(simulator);
        }
        await load.ask('connect', { port: desk.port, count: crowd / SOURCES / AT_ONCE, sources: SOURCES });
        const before = await simulator.ledger();
        const [seen, refused] = await Promise.all([ask(state, desk, load), chat(desk)]);
        const { tokenRequests, tokensIssued } = await simulator.ledger();
        // The job that renews the token at the start has asked before the crowd was there; the broker has not answered it.
        const asked = state === 'missing' ? tokenRequests : tokenRequests - before.tokenRequests;
        const issued = state === 'missing' ? tokensIssued : tokensIssued - before.tokensIssued;
        const handed = seen.statuses['200'] ?? 0;
        const where = `${crowd} hand-outs on a token that is ${state}`;
        lines.push(
          `${where}, with ${CHATS} commands and the job: asked the broker ${asked} times, issued ${issued}, handed out ${handed}, slowest ${Math.round(quantile(seen.ms, 1))} ms`,
        );
        if (asked !== 1 || issued !== 1) failures.push(`${where}: asked ${asked} times, issued ${issued}`);
        if (handed !== crowd) failures.push(`${where}: ${JSON.stringify(seen.statuses)}`);
        if (seen.bodies !== 1) failures.push(`${where}: ${seen.bodies} different answers`);
        for (const reply of refused) failures.push(`${where}: in chat ${reply}`);
        handedOut += handed;
      }
      // The same again and again, from memory now.
      const { statuses } = await load.ask<Seen>('burst', {
        request: rawGet(desk.port, HAND_OUT, { 'x-sync-key': desk.syncKey }),
        times: AGAIN,
      });
      handedOut += statuses['200'] ?? 0;
    } finally {
      await Promise.all([desk.stop(), load.stop()]);
      await simulator.stop();
    }
    const audited = await handOutsIn(desk.environment['DATA_DIR'] ?? '');
    lines.push(`${handedOut} hand-outs in all, ${audited} lines of them in the audit trail`);
    if (audited !== handedOut) failures.push(`${handedOut} hand-outs, ${audited} of them audited`);
  }
  await Promise.all([deskWorker.remove(), loadWorker.remove()]);
  return {
    campaign: 'Hand-outs: crowds of programs, commands and the renewal job at once',
    seed: options.seed,
    lines,
    failures,
  };
}

/** The trail's lines about hand-outs. */
async function handOutsIn(directory: string): Promise<number> {
  const files = (await readdir(directory)).filter(name => /^audit.*\.jsonl$/.test(name));
  const texts = await Promise.all(files.map(name => readFile(join(directory, name), 'utf8')));
  return texts.join('').split('"act":"token ').length - 1;
}

const slowIssue = (simulator: SimulatorProcess) =>
  simulator.control('/faults', { match: { path: '/oauth2/tokenP' }, kind: 'delay', ms: ISSUE_MS });

async function ask(state: 'missing' | 'over', desk: GatewayDesk, load: Child): Promise<Seen> {
  // From now on the token is over; the jobs whose time has come with it begin at the same moment.
  if (state === 'over') await desk.ask('skip', { ms: OVER_MS });
  return load.ask('burst', {
    request: rawGet(desk.port, HAND_OUT, { 'x-sync-key': desk.syncKey }),
    times: AT_ONCE,
  });
}

/** The replies that were no success. */
async function chat(desk: GatewayDesk): Promise<string[]> {
  const texts = [
    '/jobs token renewal',
    ...Array.from({ length: CHATS }, (_, n) => COMMANDS[n % COMMANDS.length]),
  ];
  const replies = await Promise.all(
    texts.map((text, n) => desk.ask<{ tone?: string; title?: string }>('chat', { person: person(n), text })),
  );
  return replies.filter(({ tone }) => tone === 'bad').map(({ title }) => title ?? '');
}
