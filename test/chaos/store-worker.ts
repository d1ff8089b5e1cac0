import { writeSync } from 'node:fs';
import { DeskError, systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import { canaryToken } from './canary.js';

/**
 * A process made to be killed: opens the store and, by `mode`, writes as fast as it can (`write`), writes tokens
 * that grow until the disk refuses (`grow`), writes events alone (`events`), or only holds the directory (`hold`). Says on its output what is
 * durable: `opened`, `token <generation>`, `seen <id>`, `told <id>`; or why it could not.
 */
const [mode = '', directory = '', keyFile = '', secret = ''] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

try {
  const store = await openStore({
    directory,
    keyFile,
    key: undefined,
    clock: systemClock,
    log: () => undefined,
  });
  const last = await store.vault.read('kis:paper:chaos');
  let generation = last?.generation ?? 0;
  say(`opened ${generation}`);

  while (true) {
    if (mode === 'hold') await new Promise(() => setInterval(() => undefined, 60_000));
    generation++;
    if (mode !== 'events') {
      const length = mode === 'grow' ? generation * 400 : 350;
      await store.vault.save('kis:paper:chaos', {
        token: canaryToken(secret, generation).padEnd(length, 'x'),
        issuedAt: generation,
        expiresAt: generation + 86_400_000,
        generation,
      });
      say(`token ${generation}`);
    }
    const id = `${process.pid}-${generation}`;
    await store.inbox.take({
      platform: 'telegram',
      eventId: id,
      who: { userId: '1001', name: 'person' },
      where: { platform: 'telegram', id: '1001', group: undefined, kind: 'private' },
      sentAt: systemClock.now(),
      content: { kind: 'text', text: `/price ${secret}` },
      origin: secret,
    });
    if (generation % 2 === 0) store.inbox.answered('telegram', id);
    say(`seen ${id}`);
    if (mode === 'write') {
      // What it says is secret as well, in what must never be found.
      await store.outbox.append({ kind: 'acknowledged', id, at: generation, by: secret });
      say(`told ${id}`);
    }
  }
} catch (error) {
  const { detail } = error instanceof DeskError ? error : { detail: {} };
  say(`refused ${JSON.stringify(detail)}`);
  process.exitCode = 75;
}
