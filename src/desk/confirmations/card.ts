import {
  accountLabel,
  type Block,
  type Draft,
  formatKst,
  type Language,
  type Stamp,
  spanText,
  type Tone,
} from '../../core/index.js';
import type { TicketRecord } from '../intents/book.js';
import { accountOf, type Intent } from '../intents/intent.js';
import type { View } from '../intents/watch.js';
import { sayIn } from '../teller.js';
import { actWord, issueText, type Names, termsText } from './act-text.js';
import { approvalFields } from './approval-fields.js';
import type { Answer, Reader } from './handles.js';
import { questionBlocks } from './question-blocks.js';
import { type Told, toldOf } from './state-text.js';

/** What a card is made from. Pure: the same facts give the same card, its buttons' ids aside. */
export interface CardFacts {
  readonly ticket: TicketRecord;
  readonly language: Language;
  /** Of its account. */
  readonly stamp: Stamp;
  /** ms */
  readonly now: number;
  readonly names: Names;
  readonly reader: Reader;
  /** What the person with this identity is called. */
  personName(identity: string): string;
  view(intentId: string): View;
  /** New buttons for these answers, in order. */
  offer(answers: readonly Answer[]): readonly string[];
}

/** The ticket as it is first shown: its facts, how long it holds, and the two buttons. */
export function openCard(
  facts: CardFacts,
  body: { readonly title: string; readonly blocks: readonly Block[] },
): Draft {
  const { ticket, language, now } = facts;
  const say = sayIn(language);
  const [confirm = '', decline = ''] = facts.offer([{ kind: 'confirm' }, { kind: 'decline' }]);
  const until = formatKst(ticket.expiresAt).slice(11);
  const left = spanText(ticket.expiresAt - now, language);
  return {
    title: body.title,
    tone: 'warning',
    card: ticket.id,
    stamp: facts.stamp,
    blocks: [
      ...body.blocks,
      {
        kind: 'notice',
        tone: 'neutral',
        text: say(
          `아직 주문하지 않았습니다. ${until}까지(${left}) 확인을 누르면 보냅니다.`,
          `Nothing is ordered yet. It is sent when you confirm by ${until} (${left}).`,
        ),
      },
      {
        kind: 'buttons',
        buttons: [
          { id: confirm, label: say('확인', 'Confirm'), style: 'primary' },
          { id: decline, label: say('취소', 'Cancel'), style: 'plain' },
        ],
      },
    ],
    footer: footerOf(ticket, language),
  };
}

/** The second question before the same order goes out once more. Its button is another one, with other words. */
export function repeatCard(
  facts: CardFacts,
  body: { readonly title: string; readonly blocks: readonly Block[] },
  lastAt: number,
  until = facts.ticket.expiresAt,
): Draft {
  const { ticket, language, now } = facts;
  const say = sayIn(language);
  const [decline = '', again = ''] = facts.offer([{ kind: 'decline' }, { kind: 'confirmAgain' }]);
  const ago = spanText(now - lastAt, language);
  return {
    title: say('같은 주문을 방금 보냈습니다', 'The same order went out just now'),
    tone: 'bad',
    card: ticket.id,
    stamp: facts.stamp,
    blocks: [
      ...body.blocks,
      {
        kind: 'notice',
        tone: 'bad',
        text: say(
          `${ago} 전에 똑같은 주문을 보냈습니다. 한 번 더 보내면 두 건이 됩니다. ${formatKst(until).slice(11)}까지 답해 주세요.`,
          `An identical order left ${ago} ago. Sending this one makes two. Answer by ${formatKst(until).slice(11)}.`,
        ),
      },
      {
        kind: 'buttons',
        buttons: [
          { id: decline, label: say('취소', 'Cancel'), style: 'plain' },
          {
            id: again,
            label: say('같은 주문을 한 번 더 보냄', 'Send the same order again'),
            style: 'danger',
          },
        ],
      },
    ],
    footer: footerOf(ticket, language),
  };
}

/** The living card after the first answer: what became of the order or orders. */
export function stateCard(facts: CardFacts): Draft {
  const { ticket, language, names } = facts;
  const told = ticket.intents.map(intent => ({
    intent,
    state: toldOf(intent, facts.view(intent.id), language),
  }));
  const [first] = told;
  const single = told.length === 1 ? first : undefined;
  return {
    title: single
      ? `${single.state.word} · ${issueText(single.intent.act, names)}`
      : titleOfMany(told, language),
    tone: worstTone(told.map(({ state }) => state.tone)),
    card: ticket.id,
    stamp: facts.stamp,
    blocks: [
      ...(single ? singleBlocks(single.intent, single.state, facts) : manyBlocks(told, facts)),
      ...questionBlocks(facts),
    ],
    footer: footerOf(ticket, language),
  };
}

interface ToldIntent {
  readonly intent: Intent;
  readonly state: Told;
}

function singleBlocks(intent: Intent, state: Told, facts: CardFacts): Block[] {
  const { language, names } = facts;
  const say = sayIn(language);
  const account = accountOf(intent.act);
  return [
    {
      kind: 'fields',
      fields: [
        { label: say('계좌', 'Account'), value: accountLabel(account) },
        { label: say('구분', 'Side'), value: actWord(intent.act, language) },
        { label: say('종목', 'Symbol'), value: issueText(intent.act, names) },
        { label: say('주문', 'Order'), value: termsText(intent.act, language) },
        ...approvalFields(facts),
      ],
    },
    ...(state.text === '' ? [] : [{ kind: 'notice' as const, tone: state.tone, text: state.text }]),
  ];
}

const ROWS_SHOWN = 10;

/** Several acts are of one account: only cancels of all come together. */
function manyBlocks(told: readonly ToldIntent[], facts: CardFacts): Block[] {
  const [first] = told;
  if (!first) return [];
  const label = sayIn(facts.language)('계좌', 'Account');
  return [
    { kind: 'fields', fields: [{ label, value: accountLabel(accountOf(first.intent.act)) }] },
    tableOf(told, facts),
  ];
}

function tableOf(told: readonly ToldIntent[], { language, names }: CardFacts): Block {
  const say = sayIn(language);
  const rows = told
    .slice(0, ROWS_SHOWN)
    .map(({ intent, state }) => [
      actWord(intent.act, language),
      issueText(intent.act, names),
      termsText(intent.act, language),
      state.word,
    ]);
  const more = told.length - rows.length;
  return {
    kind: 'table',
    columns: [
      { label: say('구분', 'Side'), align: 'left' },
      { label: say('종목', 'Symbol'), align: 'left' },
      { label: say('주문', 'Order'), align: 'left' },
      { label: say('상태', 'State'), align: 'left' },
    ],
    rows: more > 0 ? [...rows, [say(`외 ${more}건`, `${more} more`), '', '', '']] : rows,
  };
}

function titleOfMany(told: readonly ToldIntent[], language: Language): string {
  const counts = new Map<string, number>();
  for (const { state } of told) counts.set(state.word, (counts.get(state.word) ?? 0) + 1);
  const unit = language === 'ko' ? '건' : '';
  return [...counts].map(([word, count]) => `${word} ${count}${unit}`).join(', ');
}

function worstTone(tones: readonly Tone[]): Tone {
  return (['bad', 'warning', 'neutral', 'good'] as const).find(tone => tones.includes(tone)) ?? 'neutral';
}

export function footerOf({ id, proposedAt }: TicketRecord, language: Language): string {
  const say = sayIn(language);
  return `${say('주문표', 'Ticket')} ${id.slice(0, 8)} · ${formatKst(proposedAt)} KST`;
}
