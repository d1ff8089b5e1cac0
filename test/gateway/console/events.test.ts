import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { FATHER } from '../../chat/web/rig.js';
import { until } from '../../support/fake-desk.js';
import { type ConsoleRig, consoleRig } from './rig.js';

let rig: ConsoleRig;

afterEach(() => rig.close());

/** Reads a stream of events until it is closed. */
function listen(headers: Record<string, string>) {
  const heard = { text: '', over: false, status: 0 };
  const asked = request({
    host: '127.0.0.1',
    port: rig.port,
    path: '/console/events',
    headers,
    agent: false,
  });
  asked.on('response', response => {
    heard.status = response.statusCode ?? 0;
    response.setEncoding('utf8').on('data', (text: string) => {
      heard.text += text;
    });
    response.on('close', () => {
      heard.over = true;
    });
    response.on('error', () => undefined);
  });
  asked.on('error', () => undefined);
  asked.end();
  return { heard, close: () => asked.destroy() };
}

const idsOf = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map(match => match[1] ?? '');

test('a page hears what it has missed, then every change, with ids by which it goes on after a break', async () => {
  rig = await consoleRig();
  const cookie = await rig.cookie();
  await rig.act('/console/say', { text: '/first' }, { cookie });
  const first = listen({ cookie });
  await until(() => first.heard.text.includes('event: state'), 'the state');
  expect(first.heard.text).toContain('/first');
  await rig.act('/console/say', { text: '/second' }, { cookie });
  await until(() => first.heard.text.includes('/second'), 'the second');
  first.close();
  const last = idsOf(first.heard.text).at(-1) ?? '';
  await rig.act('/console/say', { text: '/third' }, { cookie });
  const second = listen({ cookie, 'last-event-id': last });
  await until(() => second.heard.text.includes('/third'), 'the third');
  expect(second.heard.text).not.toMatch(/\/first|\/second/);
  second.close();
});

test('an id of another session, or none of ours, is no reason to leave anything out', async () => {
  rig = await consoleRig();
  const cookie = await rig.cookie();
  await rig.act('/console/say', { text: '/first' }, { cookie });
  for (const id of ['other.9', 'x', '9']) {
    const { heard, close } = listen({ cookie, 'last-event-id': id });
    await until(() => heard.text.includes('/first'), `everything after ${id}`);
    close();
  }
});

test('the state comes again when it has changed, and a page where nothing happens is told that it is alive', async () => {
  rig = await consoleRig();
  const { heard, close } = listen({ cookie: await rig.cookie() });
  await until(() => heard.text.includes('event: state'), 'the state');
  await rig.parts.clock.advance(61_000);
  await until(() => heard.text.match(/event: state/g)?.length === 2, 'the minute that has passed');
  await rig.parts.clock.advance(59_000);
  await until(() => heard.text.includes('\n: \n'), 'a sign of life');
  close();
});

test('the stream of a member who is removed ends within two seconds', async () => {
  rig = await consoleRig();
  const { heard } = listen({ cookie: await rig.cookie() });
  await until(() => heard.text.includes('event: state'), 'the state');
  rig.people.delete(FATHER.id);
  await rig.parts.clock.advance(2_000);
  await until(() => heard.over, 'the end');
  expect(heard.status).toBe(200);
});

test('leaving in one tab ends what the others hear', async () => {
  rig = await consoleRig();
  const cookie = await rig.cookie();
  const { heard } = listen({ cookie });
  await until(() => heard.text.includes('event: state'), 'the state');
  await rig.act('/console/leave', undefined, { cookie });
  await until(() => heard.over, 'the end');
});
