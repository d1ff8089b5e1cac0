import { type Command, defineCommand } from '../../src/core/index.js';

const draft = { title: '', tone: 'neutral', blocks: [] } as const;
const run = () => Promise.resolve(draft);

/** A few commands of every shape of argument, for tests of what platforms make of a command table. */
export const SAMPLE_COMMANDS: readonly Command[] = [
  defineCommand({
    name: 'balance',
    aliases: ['잔고', 'bal'],
    summary: { ko: '잔고와 보유 종목', en: 'Balance and holdings' },
    access: 'view',
    visibility: 'private',
    args: [
      { name: 'page', ko: '쪽', kind: 'integer', description: { ko: '쪽', en: 'Page' }, min: 1, max: 99 },
    ],
    run,
  }),
  defineCommand({
    name: 'orders',
    aliases: ['주문'],
    summary: { ko: '하루의 주문', en: 'Orders of a day' },
    access: 'view',
    visibility: 'private',
    args: [
      {
        name: 'when',
        ko: '조회',
        kind: 'choice',
        description: { ko: '언제', en: 'When' },
        choices: [
          { value: 'open', label: { ko: '미체결', en: 'Open' } },
          { value: 'today', label: { ko: '오늘', en: 'Today' } },
        ],
      },
      { name: 'from', ko: '시작일', kind: 'date', description: { ko: '시작일', en: 'From' } },
    ],
    run,
  }),
  defineCommand({
    name: 'price',
    aliases: ['현재가'],
    summary: { ko: '현재가', en: 'Current price' },
    access: 'view',
    visibility: 'public',
    args: [
      { name: 'note', ko: '값', kind: 'text', description: { ko: '메모', en: 'Note' } },
      {
        name: 'symbol',
        ko: '종목',
        kind: 'symbol',
        description: { ko: '종목', en: 'Symbol' },
        required: true,
      },
    ],
    run,
  }),
];
