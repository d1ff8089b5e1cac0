import { expect, test } from 'vitest';
import { eventStream } from '../../../src/gateway/console/event-stream.js';
import { FATHER, webRig } from '../../chat/web/rig.js';
import { card } from '../../support/fake-desk.js';

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

function stream() {
  const rig = webRig();
  const { session } = rig.enter();
  const source = { session, known: 0, state: () => (session.who() ? '{}' : undefined), clock: rig.clock };
  return { ...rig, session, reader: eventStream(source).getReader() };
}

test('a reader that falls behind gets what there is now, not every step on the way', async () => {
  const { session, reader } = stream();
  await reader.read();
  await reader.read();
  for (let i = 1; i <= 300; i += 1) await session.say(`/help ${i}`);
  await reader.read();
  const { value } = await reader.read();
  expect(text(value).match(/"kind":"said"/g)).toHaveLength(100);
  expect(text(value)).toContain('/help 300');
});

test('a reader that takes nothing in for half a minute is let go, and nobody waits for it', async () => {
  const { clock, session, reader } = stream();
  await session.say('/help');
  await reader.read();
  await clock.advance(29_000);
  await reader.read();
  await session.say('/help');
  await clock.advance(30_000);
  await expect(reader.read()).rejects.toThrow('too slow');
  await clock.advance(60_000);
  expect(clock.sleepers).toBe(0);
});

test('a reader that goes away leaves nothing behind, and the page counts as closed', async () => {
  const { web, clock, reader } = stream();
  await reader.read();
  await reader.read();
  await reader.cancel();
  await clock.advance(0);
  expect(clock.sleepers).toBe(0);
  await clock.advance(11_000);
  const to = { platform: 'web', kind: 'person', id: FATHER.id } as const;
  const how = { key: 'A'.repeat(22), silent: false, plain: false };
  await expect(web.post(to, card(), how)).rejects.toMatchObject({ kind: 'unavailable' });
});

test('the stream is closed when the session is over', async () => {
  const { web, people, clock, session, reader } = stream();
  await reader.read();
  await reader.read();
  people.clear();
  const word = reader.read();
  await clock.advance(2_000);
  expect(text((await word).value)).toContain('event: over');
  expect(await reader.read()).toEqual({ done: true, value: undefined });
  expect(web.find(`page:${session.id}`)).toBeUndefined();
});
