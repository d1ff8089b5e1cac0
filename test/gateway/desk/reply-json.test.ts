import { expect, it } from 'vitest';
import { COMMANDS } from '../../../commands/index.js';
import type { Reply } from '../../../src/core/index.js';
import { replyJson, replySchema } from '../../../src/gateway/desk/reply-json.js';
import { MONDAY_TEN, openDesk, replyOf, SAMPLE_OPTIONS } from '../../support/desk.js';

const REPLY: Reply = {
  title: '잔고',
  stamp: 'demo',
  tone: 'good',
  visibility: 'private',
  blocks: [
    { kind: 'text', text: '<b>' },
    { kind: 'notice', tone: 'bad', text: '주의' },
    {
      kind: 'fields',
      fields: [
        { label: '예수금', value: { kind: 'won', won: 9_007_199_254_740_991n } },
        { label: '손익', value: { kind: 'change', won: -5n } },
        { label: '시각', value: { kind: 'time', at: MONDAY_TEN + 7 } },
      ],
    },
    {
      kind: 'table',
      columns: [{ label: '수량', align: 'right' }],
      rows: [[{ kind: 'shares', shares: 10n }], [{ kind: 'percent', percent: -1.5 }], ['x']],
    },
    { kind: 'image', png: new Uint8Array([137, 80, 78, 71]), alt: '차트' },
    { kind: 'file', name: 'a.csv', text: '1,2' },
    { kind: 'buttons', buttons: [{ id: 'b1', label: '확인', style: 'primary' }] },
    { kind: 'divider' },
  ],
  footer: '참조',
  card: 'c1',
};

it('a reply goes over the wire whole: amounts exact, times with their offset, pictures in base64', () => {
  const json: unknown = JSON.parse(JSON.stringify(replyJson(REPLY)));
  expect(json).toEqual({
    ...REPLY,
    blocks: [
      { kind: 'text', text: '<b>' },
      { kind: 'notice', tone: 'bad', text: '주의' },
      {
        kind: 'fields',
        fields: [
          { label: '예수금', value: { kind: 'won', won: 9_007_199_254_740_991 } },
          { label: '손익', value: { kind: 'change', won: -5 } },
          { label: '시각', value: { kind: 'time', at: '2026-11-23T10:00:00.007+09:00' } },
        ],
      },
      {
        kind: 'table',
        columns: [{ label: '수량', align: 'right' }],
        rows: [[{ kind: 'shares', shares: 10 }], [{ kind: 'percent', percent: -1.5 }], ['x']],
      },
      { kind: 'image', png: 'iVBORw==', alt: '차트' },
      { kind: 'file', name: 'a.csv', text: '1,2' },
      { kind: 'buttons', buttons: [{ id: 'b1', label: '확인', style: 'primary' }] },
      { kind: 'divider' },
    ],
  });
  expect(replySchema.parse(json)).toEqual(json);
});

it('an amount that JSON would round is refused', () => {
  const blocks: Reply['blocks'] = [
    { kind: 'fields', fields: [{ label: '', value: { kind: 'won', won: 2n ** 53n } }] },
  ];
  expect(() => replyJson({ ...REPLY, blocks })).toThrow(expect.objectContaining({ kind: 'bug' }));
});

it('what every command of the desk says fits the schema', async () => {
  const desk = openDesk({ roles: ['view', 'trade', 'approve', 'admin'] });
  for (const { name } of COMMANDS) {
    const content = { kind: 'command', name, options: SAMPLE_OPTIONS[name] ?? {} } as const;
    const reply = replyOf(await desk.dispatcher.handle(desk.inbound(content)));
    const sent: unknown = JSON.parse(JSON.stringify(replyJson(reply)));
    expect(replySchema.parse(sent), name).toEqual(sent);
  }
});
