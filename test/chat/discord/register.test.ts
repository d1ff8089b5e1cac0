import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../commands/index.js';
import { commandPayloads, sameCommands } from '../../../src/chat/discord/register.js';
import { defineCommand } from '../../../src/core/index.js';
import { SAMPLE_COMMANDS } from '../../support/fake-commands.js';
import { checkCommands } from '../../support/fake-discord-rules.js';

const payloads = commandPayloads(SAMPLE_COMMANDS, 'ko');

it('gives every argument its Discord type, required ones first', () => {
  const options = payloads.map(command => command.options?.map(o => [o.name, o.type, o.required]));
  expect(options).toEqual([
    [['page', 4, false]],
    [
      ['when', 3, false],
      ['from', 3, false],
    ],
    [
      ['symbol', 3, true],
      ['note', 3, false],
    ],
  ]);
  expect(payloads[0]?.options?.[0]).toMatchObject({ min_value: 1, max_value: 99 });
});

it('says everything in both languages', () => {
  expect(payloads[1]).toMatchObject({
    name: 'orders',
    name_localizations: { ko: '주문' },
    description: '하루의 주문',
    description_localizations: { ko: '하루의 주문', 'en-US': 'Orders of a day', 'en-GB': 'Orders of a day' },
  });
  expect(payloads[1]?.options?.[0]).toMatchObject({
    choices: [
      { name: '미체결', name_localizations: { ko: '미체결', 'en-US': 'Open' }, value: 'open' },
      { name: '오늘', value: 'today' },
    ],
  });
  expect(commandPayloads(SAMPLE_COMMANDS, 'en')[1]?.description).toBe('Orders of a day');
});

it('stays within the rules of Discord with awkward commands', () => {
  const awkward = ['balance', 'holdings'].map(name =>
    defineCommand({
      name,
      aliases: ['내 잔고', '잔고', '보유!'],
      summary: { ko: '가'.repeat(150), en: 'a'.repeat(150) },
      access: 'view',
      visibility: 'private',
      args: [
        {
          name: 'which',
          ko: '번호',
          kind: 'choice',
          description: { ko: '무엇', en: 'Which' },
          choices: Array.from({ length: 30 }, (_, i) => ({
            value: `v${i}`,
            label: { ko: `${i}`, en: `${i}` },
          })),
        },
      ],
      run: () => Promise.resolve({ title: '', tone: 'neutral', blocks: [] }),
    }),
  );
  const made = commandPayloads(awkward, 'ko');
  expect(checkCommands(made)).toHaveLength(2);
  // Two commands may not share a name, so only the first gets the alias; blanks and marks are not allowed.
  expect(made.map(command => command.name_localizations)).toEqual([{ ko: '잔고' }, undefined]);
});

it('takes quantities, prices and spans of time as text, for people write them in many ways', () => {
  const made = commandPayloads(
    [
      defineCommand({
        name: 'buy',
        aliases: ['매수'],
        summary: { ko: '매수', en: 'Buy' },
        access: 'trade',
        visibility: 'public',
        args: [
          { name: 'price', ko: '가격', kind: 'price', description: { ko: '가격', en: 'Price' } },
          { name: 'hold', ko: '값', kind: 'duration', description: { ko: '동안', en: 'For' } },
          {
            name: 'quantity',
            ko: '수량',
            kind: 'quantity',
            description: { ko: '수량', en: 'Quantity' },
            required: true,
          },
        ],
        run: () => Promise.resolve({ title: '', tone: 'neutral', blocks: [] }),
      }),
    ],
    'ko',
  );
  expect(checkCommands(made)).toHaveLength(1);
  expect(made[0]?.options?.map(option => [option.name, option.type, option.required])).toEqual([
    ['quantity', 3, true],
    ['price', 3, false],
    ['hold', 3, false],
  ]);
});

it('lists up to 25 choices, and lets more be typed rather than leaving some out', () => {
  const choosing = (count: number) =>
    defineCommand({
      name: `choose${count}`,
      aliases: [],
      summary: { ko: '고르기', en: 'Choose' },
      access: 'view',
      visibility: 'private',
      args: [
        {
          name: 'which',
          ko: '번호',
          kind: 'choice',
          description: { ko: '무엇', en: 'Which' },
          choices: Array.from({ length: count }, (_, i) => ({
            value: `v${i}`,
            label: { ko: `${i}`, en: `${i}` },
          })),
        },
      ],
      run: () => Promise.resolve({ title: '', tone: 'neutral', blocks: [] }),
    });
  const options = commandPayloads([choosing(25), choosing(26)], 'ko').map(made => made.options?.[0]);
  expect(options[0]).toHaveProperty('choices.length', 25);
  expect(options[1]).not.toHaveProperty('choices');
  expect(options[1]?.type).toBe(3);
});

describe('an argument whose values are proposed', () => {
  const args = [
    {
      name: 'symbol',
      ko: '종목',
      kind: 'symbol',
      description: { ko: '종목', en: 'Symbol' },
      suggest: 'issue',
    },
    {
      name: 'order',
      ko: '주문 번호',
      kind: 'text',
      description: { ko: '주문', en: 'Order' },
      suggest: 'openOrder',
    },
    { name: 'price', ko: '종목', kind: 'price', description: { ko: '가격', en: 'Price' } },
    { name: 'note', ko: 'symbol', kind: 'text', description: { ko: '메모', en: 'Note' } },
    { name: 'page', ko: '쪽', kind: 'integer', description: { ko: '쪽', en: 'Page' } },
  ] as const;
  const made = commandPayloads(
    [
      defineCommand({
        name: 'buy',
        aliases: ['매수'],
        summary: { ko: '매수', en: 'Buy' },
        access: 'trade',
        visibility: 'public',
        args,
        run: () => Promise.resolve({ title: '', tone: 'neutral', blocks: [] }),
      }),
    ],
    'ko',
  );

  it('says so to Discord, and no other does', () => {
    expect(checkCommands(made)).toHaveLength(1);
    expect(made[0]?.options?.map(option => [option.name, 'autocomplete' in option])).toEqual([
      ['symbol', true],
      ['order', true],
      ['price', false],
      ['note', false],
      ['page', false],
    ]);
  });

  it('is named in Korean where Discord allows the name and nothing else in the command goes by it', () => {
    expect(made[0]?.options?.map(option => option.name_localizations)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      { ko: '쪽' },
    ]);
    expect(payloads.map(({ options }) => options?.map(option => option.name_localizations?.ko))).toEqual([
      ['쪽'],
      ['조회', '시작일'],
      ['종목', '값'],
    ]);
  });

  it('differs from one that is typed without help', () => {
    const typed = made.map(command => ({
      ...command,
      options: command.options?.map(option => ({ ...option, autocomplete: false })),
    }));
    expect(sameCommands(made, typed)).toBe(false);
  });
});

it('gives every argument of the real commands its Korean name', () => {
  for (const command of commandPayloads(COMMANDS, 'ko')) {
    expect(checkCommands([command])).toHaveLength(1);
    for (const option of command.options ?? []) {
      expect([command.name, option.name, option.name_localizations?.ko]).toEqual([
        command.name,
        option.name,
        expect.stringMatching(/[가-힣]/),
      ]);
    }
  }
});

it('knows its own commands again in what Discord answers, whatever it adds or reorders', () => {
  const answered = payloads
    .map(command => ({ ...command, id: '1', version: '2', nsfw: false, contexts: null, dm_permission: true }))
    .toReversed();
  expect(sameCommands(payloads, answered)).toBe(true);
});

it.each([
  ['a description', { description: '다른 말' }],
  ['a Korean name', { name_localizations: { ko: '다른말' } }],
  ['an option', { options: [] }],
])('notices that %s differs', (_, difference) => {
  expect(
    sameCommands(
      payloads,
      payloads.map((c, i) => (i === 0 ? { ...c, ...difference } : c)),
    ),
  ).toBe(false);
});

it('takes an answer it cannot read, or a missing command, for a difference', () => {
  expect(sameCommands(payloads, { message: 'odd' })).toBe(false);
  expect(sameCommands(payloads, payloads.slice(1))).toBe(false);
});
