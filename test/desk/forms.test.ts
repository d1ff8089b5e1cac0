import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import { type Command, defineCommand, type Inbound, parseArgs, type Role } from '../../src/core/index.js';
import {
  ACCOUNT,
  buttonNamed,
  buttonsOf,
  type OpenDeskOptions,
  OTHER,
  openDesk,
  placeOn,
  replyOf,
  STRANGER,
  textOf,
} from '../support/desk.js';

const TRADER: readonly Role[] = ['view', 'trade'];

/** The card of `/price` for somebody who may trade, and what can be done with its button that buys. */
async function scene(options: OpenDeskOptions = {}) {
  const desk = openDesk({ roles: TRADER, ...options });
  const card = replyOf(await desk.type('/price 005930'));
  const { id } = buttonNamed(card, options.language === 'en' ? 'Buy…' : '매수…');
  const pressOf = (given?: Readonly<Record<string, string>>, over?: Partial<Inbound>) =>
    desk.inbound({ kind: 'press', buttonId: id, ...(given && { given }) }, over);
  const formOf = (over?: Partial<Inbound>) => desk.dispatcher.formOf(pressOf(undefined, over));
  const answer = (given: Readonly<Record<string, string>>, over?: Partial<Inbound>) =>
    desk.dispatcher.handle(pressOf(given, over));
  return { ...desk, card, id, pressOf, formOf, answer };
}

const PROPOSED = {
  kind: 'place',
  account: ACCOUNT,
  side: 'buy',
  instrument: { code: '005930' },
  type: undefined,
  exchange: undefined,
};

describe('the form of a button', () => {
  test('asks what the arguments of its command say', async () => {
    const { formOf } = await scene();
    expect(formOf()).toEqual({
      title: '매수 005930',
      fields: [
        {
          name: 'quantity',
          label: '수량',
          hint: '예: 10주, 전량, 50%, 100만원',
          required: true,
          rest: false,
          secret: false,
        },
        {
          name: 'price',
          label: '가격',
          hint: '예: 71000, 7.1만, 시장가. 없으면 시장가',
          required: false,
          rest: false,
          secret: false,
        },
      ],
    });
    expect((await scene({ language: 'en' })).formOf()).toMatchObject({
      title: 'buy 005930',
      fields: [{ name: 'quantity', label: 'quantity' }, { label: 'price' }],
    });
  });

  test.each<[string, Partial<Inbound>]>([
    ['a stranger', { who: { userId: STRANGER, name: 'x' } }],
    ['somebody else', { who: { userId: OTHER, name: 'x' } }],
    ['another place', { where: { ...placeOn('discord', true), id: '72' } }],
    ['a place that is not listed', { where: placeOn('discord', false) }],
    ['another platform', { platform: 'telegram', where: placeOn('telegram', true) }],
  ])('is not there for %s', async (_what, over) => {
    const { formOf } = await scene();
    expect(formOf(over)).toBeUndefined();
  });

  test('is not there once the button is over', async () => {
    const { formOf, clock } = await scene();
    await clock.advance(30 * 60_000 - 1);
    expect(formOf()).toBeDefined();
    await clock.advance(1);
    expect(formOf()).toBeUndefined();
  });

  test('is not there for a press that brings the answers, for other buttons and for what is no press', async () => {
    const { dispatcher, inbound, pressOf, card } = await scene();
    const press = (buttonId: string) => dispatcher.formOf(inbound({ kind: 'press', buttonId }));
    expect(dispatcher.formOf(pressOf({ quantity: '1' }))).toBeUndefined();
    expect(press(buttonNamed(card, '새로고침').id)).toBeUndefined();
    expect(press('no such button')).toBeUndefined();
    expect(dispatcher.formOf(inbound({ kind: 'text', text: '/buy 005930' }))).toBeUndefined();
  });

  test('is not there for who may not use the command', async () => {
    const asking: Command = defineCommand({
      name: 'price',
      aliases: [],
      summary: { ko: '시세', en: 'Price' },
      access: 'view',
      visibility: 'public',
      args: [],
      run: async ({ button }) => ({
        title: '',
        tone: 'neutral',
        blocks: [
          {
            kind: 'buttons',
            buttons: [button('매수…', { command: 'buy', args: { symbol: '005930' } }, 'plain', ['quantity'])],
          },
        ],
      }),
    });
    const desk = openDesk({
      commands: [asking, ...COMMANDS.filter(c => c.name !== 'price')],
      roles: ['view'],
    });
    const { id: buttonId } = buttonNamed(replyOf(await desk.type('/price')), '매수…');
    expect(desk.dispatcher.formOf(desk.inbound({ kind: 'press', buttonId }))).toBeUndefined();
    const pressed = await desk.dispatcher.handle(
      desk.inbound({ kind: 'press', buttonId, given: { quantity: '10' } }),
    );
    expect(textOf(replyOf(pressed))).toContain('거래 권한이 있어야 합니다');
    expect(desk.proposals).toEqual([]);
  });
});

describe('a press with answers', () => {
  test('is the command with them, and makes a ticket on a card of its own', async () => {
    const { answer, proposals, audit } = await scene();
    const outcome = await answer({ quantity: '10주', price: '7.1만' });
    expect(outcome).toMatchObject({ placement: 'new', reply: { card: 'ticket1' } });
    expect(proposals).toMatchObject([
      { ...PROPOSED, size: { kind: 'shares', shares: 10n }, price: { kind: 'at', won: 71_000n } },
    ]);
    expect(audit.at(-1)).toMatchObject({ act: 'press /buy 005930 10주 7.1만', outcome: 'done' });
  });

  test('takes nothing but what was asked', async () => {
    const { answer, proposals } = await scene();
    await answer({
      quantity: '10',
      symbol: '000660',
      type: 'limitFok',
      exchange: 'NXT',
      what: 'x',
      constructor: 'x',
    });
    expect(proposals).toMatchObject([
      { ...PROPOSED, size: { kind: 'shares', shares: 10n }, price: undefined },
    ]);
  });

  test.each([
    ['a quantity that is none', { quantity: '10.5' }, '“10.5” 부분을 수량으로 읽을 수 없어'],
    ['digits that only look like digits', { quantity: '１０' }, '부분을 수량으로 읽을 수 없어'],
    [
      'a hidden character in the price',
      { quantity: '10', price: '71\u200b000' },
      '부분을 가격으로 읽을 수 없어',
    ],
    ['no quantity', { quantity: ' ', price: '71000' }, '빠진 것이 있습니다: 수량'],
  ])('is judged as if it were typed: %s', async (_what, given, words) => {
    const { answer, proposals } = await scene();
    expect(textOf(replyOf(await answer(given)))).toContain(words);
    expect(proposals).toEqual([]);
  });

  test.each<[string, Partial<Inbound>]>([
    ['somebody else', { who: { userId: OTHER, name: 'x' } }],
    ['another place', { where: { ...placeOn('discord', true), id: '72' } }],
    ['yesterday', { sentAt: 0 }],
  ])('of %s orders nothing', async (_what, over) => {
    const { answer, proposals } = await scene();
    expect(replyOf(await answer({ quantity: '10' }, over)).card).toBeUndefined();
    expect(proposals).toEqual([]);
  });

  test('whatever is answered, it is what the same words would be when typed as options', async () => {
    const { answer, proposals, inbound, dispatcher, clock } = await scene();
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('10', '10주', '전량', '50%', '100만원', '7.1만', '시장가', '', ' 1 '),
    );
    await fc.assert(
      fc.asyncProperty(words, words, async (quantity, price) => {
        await clock.advance(10_000);
        const before = proposals.length;
        await answer({ quantity, price });
        const pressed = proposals.slice(before);
        await dispatcher.handle(
          inbound({ kind: 'command', name: 'buy', options: { symbol: '005930', quantity, price } }),
        );
        expect(proposals.slice(before + pressed.length)).toEqual(pressed);
      }),
      { numRuns: 50 },
    );
    expect(proposals.length).toBeGreaterThan(0);
  });
});

describe('a press whose platform could not ask', () => {
  test('orders nothing and says what to type', async () => {
    const { press, id, proposals } = await scene();
    const text = textOf(replyOf(await press(id)));
    expect(text).toContain('먼저 물어볼 것이 있는 버튼인데 여기서는 묻지 못했습니다');
    expect(text).toContain('대신 이렇게 입력하세요: /buy 005930 <수량> [가격]');
    expect(text).toContain('주문은 나가지 않았습니다');
    expect(proposals).toEqual([]);
    const english = await scene({ language: 'en' });
    expect(textOf(replyOf(await english.press(english.id)), 'en')).toContain(
      'Type this instead: /buy 005930 <quantity> [price]',
    );
  });
});

describe('a command without what it needs', () => {
  test('offers the usual quantities and asks for any other', async () => {
    const desk = openDesk({ roles: TRADER });
    const reply = replyOf(await desk.type('/buy 삼성전자'));
    expect(textOf(reply)).toContain('빠진 것이 있습니다: 수량');
    expect(buttonsOf(reply).map(b => b.label)).toEqual(['1주', '10주', '100주', '수량…']);
    await desk.press(buttonNamed(reply, '10주').id);
    const { id: buttonId } = buttonNamed(reply, '수량…');
    expect(desk.dispatcher.formOf(desk.inbound({ kind: 'press', buttonId }))).toMatchObject({
      title: '매수 삼성전자',
      fields: [{ name: 'quantity' }, { name: 'price' }],
    });
    await desk.dispatcher.handle(
      desk.inbound({ kind: 'press', buttonId, given: { quantity: '3', price: '70000' } }),
    );
    expect(desk.proposals).toMatchObject([
      { ...PROPOSED, size: { kind: 'shares', shares: 10n }, price: undefined },
      { ...PROPOSED, size: { kind: 'shares', shares: 3n }, price: { kind: 'at', won: 70_000n } },
    ]);
  });

  test('offers parts of what is held when selling, in words that are read', async () => {
    const desk = openDesk({ roles: TRADER, language: 'en' });
    const reply = replyOf(await desk.type('/sell 005930'));
    expect(buttonsOf(reply).map(b => b.label)).toEqual(['1', '10', '50%', 'all', 'quantity…']);
    for (const label of ['1', '10', '50%', 'all']) await desk.press(buttonNamed(reply, label).id);
    expect(desk.proposals).toMatchObject([
      { side: 'sell', size: { kind: 'shares', shares: 1n } },
      { size: { kind: 'shares', shares: 10n } },
      { size: { kind: 'percent', percent: 50 } },
      { size: { kind: 'all' } },
    ]);
  });

  test('asks for all that is missing at once', async () => {
    const desk = openDesk({ roles: TRADER });
    const reply = replyOf(await desk.type('/buy'));
    expect(buttonsOf(reply).map(b => b.label)).toEqual(['종목, 수량…']);
    const price = replyOf(await desk.type('/price'));
    const { id: buttonId } = buttonNamed(price, '종목…');
    const shown = await desk.dispatcher.handle(
      desk.inbound({ kind: 'press', buttonId, given: { symbol: '삼성전자' } }),
    );
    expect(replyOf(shown).title).toBe('삼성전자 005930 · KOSPI');
  });

  test('offers nothing to who may not use it', async () => {
    const desk = openDesk({ roles: ['view'] });
    expect(buttonsOf(replyOf(await desk.type('/buy 삼성전자')))).toEqual([]);
  });
});

test('every form of every command that lacks something has one to five short questions', async () => {
  for (const command of COMMANDS) {
    const desk = openDesk({ roles: ['view', 'trade', 'approve', 'admin'] });
    const complete = readable(command, {});
    const reply = replyOf(await desk.type(`/${command.name}`));
    const forms = buttonsOf(reply).flatMap(({ id: buttonId }) => {
      const form = desk.dispatcher.formOf(desk.inbound({ kind: 'press', buttonId }));
      return form ? [form] : [];
    });
    expect(forms.length > 0 || complete).toBe(true);
    for (const { title, fields } of forms) {
      expect(title.length).toBeGreaterThan(0);
      expect(fields.length).toBeLessThanOrEqual(5);
      for (const { label, hint } of fields) {
        expect(label.length).toBeLessThanOrEqual(45);
        expect(hint.length).toBeLessThanOrEqual(100);
      }
    }
  }
});

function readable(command: Command, given: Readonly<Record<string, string>>): boolean {
  try {
    parseArgs(command.args, given);
    return true;
  } catch {
    return false;
  }
}
