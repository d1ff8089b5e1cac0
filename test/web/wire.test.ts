import { expect, test } from 'vitest';
import type { Reply } from '../../src/core/index.js';
import { entryJson, type JsonEntry } from '../../src/gateway/console/entry-json.js';
import type { JsonState } from '../../src/gateway/console/state.js';
import type { Entry, State } from '../../src/web/wire.js';
import { GOLDEN_CARDS } from '../golden/cards.js';

/** Compiles only while the page expects what the gateway sends. */
const asRead = { entry: (sent: JsonEntry): Entry => sent, state: (sent: JsonState): State => sent };

test('every card of the desk goes over the wire as the page reads it, and as text', async () => {
  const replies: readonly Reply[] = await Promise.all(Object.values(GOLDEN_CARDS).map(make => make()));
  for (const reply of replies) {
    const entry = asRead.entry(entryJson({ id: 'e1', n: 1, change: 1, at: 0, kind: 'card', reply }));
    expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
    expect(entry).toMatchObject({ at: '1970-01-01T09:00:00.000+09:00', reply: { title: reply.title } });
  }
  expect(replies.length).toBeGreaterThan(20);
});
