import { randomBytes } from 'node:crypto';
import { systemClock } from '../../src/core/index.js';
import { answerParent } from './child-talk.js';
import { openRawLine, type RawLine, rawGet } from './raw-line.js';

/** Asks a gateway from a process of its own, so that asking and answering do not share an event loop. */
let lines: RawLine[] = [];

interface Seen {
  /** Answers by status, and the times of those with status 200. */
  readonly statuses: Record<string, number>;
  readonly ms: readonly number[];
  readonly seconds: number;
  /** Of answers with status 200, the different bodies. */
  readonly bodies: number;
}

await answerParent({
  /** So many connections from each of so many addresses. */
  async connect({ port, count, sources = 1 }: { port: number; count: number; sources?: number }) {
    for (const line of lines) line.close();
    const from = Array.from({ length: sources }, (_, n) => `127.0.0.${n + 1}`);
    lines = await Promise.all(
      from.flatMap(source => Array.from({ length: count }, () => openRawLine(port, source))),
    );
  },
  /** So many on every connection, all at the same time. */
  burst: ({ request, times }: { request: string; times: number }) => {
    const tally = newTally();
    return Promise.all(
      lines.flatMap(line => Array.from({ length: times }, () => once(line, request, tally))),
    ).then(tally.seen);
  },
  /** So many on each connection, one after the other. */
  async rounds({ request, count }: { request: string; count: number }) {
    const tally = newTally();
    await Promise.all(
      lines.map(async line => {
        for (let n = 0; n < count; n += 1) await once(line, request, tally);
      }),
    );
    return tally.seen();
  },
  /** Guesses at a key, a few from each of ever other addresses; of the refusals, how many different bodies. */
  async guess({ port, path, count, perSource, near }: Guesses) {
    const statuses: Record<string, number> = {};
    const refusals = new Set<string>();
    for (let n = 0; n < count; n += perSource) {
      const source = n / perSource;
      const line = await openRawLine(port, `127.1.${Math.floor(source / 250)}.${(source % 250) + 1}`);
      for (let m = 0; m < perSource; m += 1) {
        const key = (n + m) % 2 === 0 ? randomBytes(32).toString('base64url') : nearly(near, n + m);
        const { status, body } = await line.ask(rawGet(port, path, { 'x-sync-key': key }));
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === 403) refusals.add(body);
      }
      line.close();
    }
    return { statuses, refusals: refusals.size };
  },
  /** One request every `everyMs` on the first connection, for so long. */
  async paced({ request, everyMs, seconds }: { request: string; everyMs: number; seconds: number }) {
    const [line] = lines;
    if (!line) throw new Error('not connected');
    const tally = newTally();
    const began = systemClock.monotonic();
    for (let n = 0; systemClock.monotonic() - began < seconds * 1_000; n += 1) {
      tally.take(await line.ask(request));
      const wait = began + (n + 1) * everyMs - systemClock.monotonic();
      if (wait > 0) await systemClock.sleep(wait);
    }
    return tally.seen();
  },
});
for (const line of lines) line.close();

interface Guesses {
  readonly port: number;
  readonly path: string;
  readonly count: number;
  readonly perSource: number;
  /** A right key, of which half of the guesses differ in one character. */
  readonly near: string;
}

function nearly(key: string, n: number): string {
  const at = n % key.length;
  return key.slice(0, at) + (key[at] === 'A' ? 'B' : 'A') + key.slice(at + 1);
}

async function once(line: RawLine, request: string, tally: Tally): Promise<void> {
  tally.take(await line.ask(request).catch(() => ({ status: 0, body: '', ms: 0 })));
}

type Tally = ReturnType<typeof newTally>;

function newTally() {
  const began = systemClock.monotonic();
  const statuses: Record<string, number> = {};
  const ms: number[] = [];
  const bodies = new Set<string>();
  return {
    take(answer: { status: number; body: string; ms: number }) {
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.status !== 200) return;
      ms.push(answer.ms);
      bodies.add(answer.body);
    },
    seen: (): Seen => ({
      statuses,
      ms,
      seconds: (systemClock.monotonic() - began) / 1_000,
      bodies: bodies.size,
    }),
  };
}
