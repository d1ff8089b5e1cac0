import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../commands/index.js';
import { createConsole } from '../../../src/chat/console/index.js';
import type { Suggestion, Typing } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { card, fakeDesk, until } from '../../support/fake-desk.js';

const SAMSUNG: Suggestion = { value: '005930', label: '삼성전자 005930 · 보유 10주' };
const PREFERRED: Suggestion = { value: '005935', label: '삼성전자우 005935' };

/** A person at a terminal. `written` is what it shows so far. */
async function atTerminal(
  proposals: (typing: Typing) => readonly Suggestion[] | Promise<readonly Suggestion[]>,
) {
  const desk = fakeDesk(() => ({ kind: 'reply', placement: 'new', reply: card() }));
  desk.proposals = proposals;
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns: 100 });
  let written = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const chat = createConsole({
    commands: COMMANDS,
    dispatcher: desk,
    language: 'ko',
    clock: manualClock(),
    input,
    output,
    interactive: true,
    colour: false,
    version: '9.9.9',
    eventId: randomUUID,
  });
  await chat.start();
  const asked = (count: number) => until(() => desk.typings.length === count, 'a question to the desk');
  /** What was handed in once the line is sent. */
  const enter = async () => {
    const before = desk.received.length;
    input.write('\r');
    await until(() => desk.received.length > before, 'the line');
    return desk.received.at(-1)?.content;
  };
  const leave = async () => {
    input.end();
    await chat.ended;
  };
  return { chat, desk, input, written: () => written, asked, enter, leave };
}

describe('Tab', () => {
  test('puts the only issue in the place of what is typed', async () => {
    const { desk, input, asked, enter, leave } = await atTerminal(() => [SAMSUNG]);
    input.write('/buy 삼전\t');
    await asked(1);
    input.write('10');
    expect(await enter()).toEqual({ kind: 'text', text: '/buy 005930 10' });
    expect(desk.typings).toEqual([
      {
        platform: 'console',
        who: { userId: 'operator', name: 'operator' },
        where: { platform: 'console', id: 'console', group: undefined, kind: 'private' },
        command: 'buy',
        argument: 'symbol',
        typed: '삼전',
      },
    ]);
    await leave();
  });

  test('shows several above the line with what tells them apart, and leaves the line as it is', async () => {
    const { input, written, enter, leave } = await atTerminal(() => [SAMSUNG, PREFERRED]);
    input.write('매도 삼\t');
    await until(() => written().includes(PREFERRED.label), 'the list');
    expect(written()).toContain(`\n  ${SAMSUNG.label}\n  ${PREFERRED.label}\n`.trimStart());
    expect(await enter()).toEqual({ kind: 'text', text: '매도 삼' });
    await leave();
  });

  test('lists twelve at most and says how many more there are', async () => {
    const many = Array.from({ length: 25 }, (_, i) => ({ value: `#${i}`, label: `#${i} 주문` }));
    const { input, written, leave } = await atTerminal(() => many);
    input.write('/cancel \t');
    await until(() => written().includes('… 13개 더'), 'the list');
    expect(written()).toContain('#11 주문');
    expect(written()).not.toContain('#12 주문');
    await leave();
  });

  test.each([
    ['/price SK 하', 'price', 'symbol', 'SK 하'],
    ['/amend #1', 'amend', 'order', '#1'],
    ['/cancel ', 'cancel', 'target', ''],
    ['/halt symbol 삼', 'halt', 'symbol', '삼'],
    ['정지 종목 30분 삼', 'halt', 'symbol', '삼'],
  ])('%s asks for that argument', async (line, command, argument, typed) => {
    const { desk, input, asked, leave } = await atTerminal(() => []);
    input.write(`${line}\t`);
    await asked(1);
    expect(desk.typings).toMatchObject([{ command, argument, typed }]);
    await leave();
  });

  test('asks nobody about choices, about quantities, and while a form is filled in', async () => {
    const { desk, input, written, enter, leave } = await atTerminal(() => [SAMSUNG]);
    desk.form = () => ({
      title: '매수',
      fields: [
        { name: 'quantity', label: '수량', hint: '예: 10', required: true, rest: false, secret: false },
      ],
    });
    input.write('/orders op\t');
    expect(await enter()).toEqual({ kind: 'text', text: '/orders open' });
    input.write('/buy 005930 1\t');
    expect(await enter()).toEqual({ kind: 'text', text: '/buy 005930 1' });
    input.write('1\r');
    await until(() => written().includes('수량'), 'the question');
    input.write('/buy \t');
    expect(await enter()).toEqual({ kind: 'text', text: '/buy' });
    expect(desk.typings).toEqual([]);
    await leave();
  });

  test('loses no key that is hit while the desk thinks', async () => {
    let answer: (found: readonly Suggestion[]) => void = () => undefined;
    const { input, asked, enter, leave } = await atTerminal(
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    input.write('/buy 삼전\t');
    await asked(1);
    input.write('10주');
    answer([SAMSUNG]);
    expect(await enter()).toEqual({ kind: 'text', text: '/buy 005930 10주' });
    await leave();
  });

  test('that is answered after the console was stopped shows nothing', async () => {
    let answer: (found: readonly Suggestion[]) => void = () => undefined;
    const { chat, input, asked, written } = await atTerminal(
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    input.write('/buy 삼\t');
    await asked(1);
    await chat.stop();
    answer([SAMSUNG, PREFERRED]);
    await new Promise(resolve => setImmediate(resolve));
    expect(written()).not.toContain(PREFERRED.label);
  });
});
