import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../../src/chat/discord/body.js';
import { COLOURS } from '../../../src/chat/discord/colour.js';
import { escapeMarkdown } from '../../../src/chat/discord/markdown.js';
import { type DiscordMessage, renderDiscord } from '../../../src/chat/discord/render.js';
import { cellText, change, percent, type Reply, shares, won } from '../../../src/core/index.js';
import { card } from '../../support/fake-desk.js';
import { checkFiles, checkMessage } from '../../support/fake-discord-rules.js';
import { numbersIn, replies, squeeze, textsOf, ticketCards } from '../../support/fake-replies.js';

/** The limit ends the search for a smaller counterexample, which could take minutes. */
const RUNS = { numRuns: 150, interruptAfterTimeLimit: 10_000 };

const show = (reply: Reply) => renderDiscord(reply, 'ko');
const unescaped = (text: string) => text.replace(/\\([\\*_~`|[\]<@:#>.-])/g, '$1');

/** What a reader sees, in order, each text as one piece. */
function visible({ embeds }: DiscordMessage): string[] {
  return embeds.flatMap(embed => {
    const parts = (embed.description ?? '').split('```');
    const description = parts.map((part, i) => (i % 2 === 0 ? unescaped(part) : part));
    const fields = (embed.fields ?? []).flatMap(field => [unescaped(field.name), unescaped(field.value)]);
    return [unescaped(embed.title ?? ''), ...description, ...fields, embed.footer?.text ?? ''];
  });
}

describe('any reply at all', () => {
  it('keeps to every limit of Discord', () => {
    fc.assert(
      fc.property(replies, reply => {
        for (const message of show(reply)) {
          const { body, files = [] } = bodyOf(message);
          checkMessage(body);
          checkFiles(
            body,
            files.map(({ name, data }, i) => ({
              key: `files[${i}]`,
              name,
              bytes: Buffer.from(String(data)),
            })),
          );
        }
      }),
      RUNS,
    );
  });

  it('is shown whole, without a number cut in two', () => {
    fc.assert(
      fc.property(replies, reply => {
        const pieces = show(reply).flatMap(visible);
        const all = squeeze(pieces.join(''));
        // Backticks are left out of the comparison: three of them in a text cannot be told from a fence here.
        const bare = (text: string) => squeeze(text).replaceAll('`', '').replaceAll('\\', '');
        const fields = reply.blocks.flatMap(b => (b.kind === 'fields' ? b.fields : []));
        const long = new Set(
          fields.flatMap(f => [f.label, cellText(f.value, 'ko')]).filter(t => t.length > 120),
        );
        for (const text of textsOf(reply, cell => cellText(cell, 'ko'))) {
          for (const number of numbersIn(text))
            expect(pieces.some(piece => piece.includes(number))).toBe(true);
          // A long label and a long value go on side by side, so neither is in one run.
          if (!long.has(text)) expect(bare(all)).toContain(bare(text));
        }
      }),
      RUNS,
    );
  });

  it('is one message if it is a ticket, so that it can be rewritten in place', () => {
    fc.assert(
      fc.property(ticketCards, reply => {
        const messages = show(reply);
        expect(messages).toHaveLength(1);
        for (const message of messages) checkMessage(bodyOf(message).body);
      }),
      RUNS,
    );
  });

  it('carries every button once', () => {
    fc.assert(
      fc.property(replies, reply => {
        const ids = reply.blocks.flatMap(b =>
          b.kind === 'buttons' ? b.buttons.map(button => button.id) : [],
        );
        const sent = show(reply).flatMap(m =>
          m.components.flatMap(row => row.components.map(b => b.custom_id)),
        );
        expect(sent).toEqual([...new Set(ids)]);
      }),
    );
  });

  it('begins no markup of its own: escaped text means exactly the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const escaped = escapeMarkdown(text);
        expect(unescaped(escaped)).toBe(text);
        expect(escaped.replace(/\\./gs, 'x')).not.toMatch(/[*_~`|[\]<@]|:\/\/|^\s*(#|>|-)/m);
      }),
    );
  });
});

it('escapes mentions, code, links and headings', () => {
  const text = '@everyone <@1> `x` **굵게** [가](https://a.b)\n# 큰 글씨\n- 항목\n-1,234원';
  const [message] = show(card({ blocks: [{ kind: 'text', text }] }));
  expect(message?.embeds[0]?.description).toBe(
    '\\@everyone \\<\\@1> \\`x\\` \\*\\*굵게\\*\\* \\[가\\](https\\://a.b)\n\\# 큰 글씨\n\\- 항목\n\\-1,234원',
  );
});

it('is, for a balance, exactly this card', () => {
  const messages = show(
    card({
      stamp: 'paper',
      tone: 'good',
      blocks: [
        { kind: 'notice', tone: 'warning', text: '장 마감' },
        {
          kind: 'table',
          columns: [
            { label: '종목', align: 'left' },
            { label: '수량', align: 'right' },
            { label: '수익률', align: 'right' },
          ],
          rows: [['삼성전자', shares(10n), percent(1.5)]],
        },
        {
          kind: 'fields',
          fields: [
            { label: '총평가', value: won(12_345_678n) },
            { label: '평가손익', value: change(1200n) },
          ],
        },
        { kind: 'buttons', buttons: [{ id: 'a1', label: '새로고침', style: 'primary' }] },
      ],
      footer: '10:00:00 기준',
    }),
  );
  expect(messages).toEqual([
    {
      embeds: [
        {
          color: 0x2ea043,
          title: '\\[모의\\] 잔고',
          description: '⚠️ 장 마감\n```\n종목     수량 수익률\n삼성전자 10주 +1.50%\n```',
          fields: [
            { name: '총평가', value: '12,345,678원', inline: true },
            { name: '평가손익', value: '🔴 +1,200', inline: true },
          ],
          footer: { text: '10:00:00 기준' },
        },
      ],
      components: [{ type: 1, components: [{ type: 2, custom_id: 'a1', label: '새로고침', style: 1 }] }],
      files: [],
    },
  ]);
});

it('begins a new embed at 25 fields, and a new message at 6000 characters', () => {
  const fields = Array.from({ length: 60 }, (_, i) => ({ label: `항목 ${i}`, value: won(BigInt(i)) }));
  const listed = show(card({ blocks: [{ kind: 'fields', fields }] }));
  expect(listed.map(message => message.embeds.map(embed => embed.fields?.length))).toEqual([[25, 25, 10]]);
  const text = '가'.repeat(4000);
  const long = show(
    card({
      blocks: [
        { kind: 'text', text },
        { kind: 'text', text },
      ],
    }),
  );
  expect(long.map(message => message.embeds.map(embed => embed.description?.length))).toEqual([
    [4000],
    [4000],
  ]);
});

it('puts buttons in rows of five, and those beyond five rows under a message of their own', () => {
  const buttons = Array.from({ length: 27 }, (_, i) => ({
    id: `b${i}`,
    label: `${i}`,
    style: 'plain' as const,
  }));
  const messages = show(card({ blocks: [{ kind: 'buttons', buttons }] }));
  const rows = messages.map(message => message.components.map(row => row.components.length));
  expect(rows).toEqual([[5, 5, 5, 5, 5], [2]]);
});

it('lets a block of buttons begin a row, but not if that takes more than one message', () => {
  const block = (name: string, count: number) => ({
    kind: 'buttons' as const,
    buttons: Array.from({ length: count }, (_, i) => ({
      id: `${name}${i}`,
      label: '가'.repeat(80),
      style: 'danger' as const,
    })),
  });
  const rows = (...blocks: ReturnType<typeof block>[]) =>
    show(card({ blocks })).map(message => {
      checkMessage(bodyOf(message).body);
      return message.components.map(row => row.components.length);
    });
  expect(rows(block('a', 21))).toEqual([[5, 5, 5, 5, 1]]);
  expect(rows(block('a', 2), block('b', 6))).toEqual([[2, 5, 1]]);
  expect(rows(block('a', 7), block('b', 7), block('c', 7))).toEqual([[5, 5, 5, 5, 1]]);
});

it('hangs a file on the last message, as UTF-8 that Excel knows for Korean, and more than ten on further ones', () => {
  const file = (name: string) => ({ kind: 'file', name, text: '시각,행위\n10:03,매수\n' }) as const;
  const [message, ...others] = show(
    card({ blocks: [file('감사 기록.csv'), { kind: 'text', text: '2건' }], footer: '기준' }),
  );
  expect(others).toEqual([]);
  expect(message?.embeds).toHaveLength(1);
  expect(message?.files.map(({ name }) => name)).toEqual(['감사_기록.csv']);
  expect(Buffer.from(message?.files[0]?.data ?? []).toString()).toBe('\ufeff시각,행위\n10:03,매수\n');
  const many = show(card({ blocks: Array.from({ length: 12 }, (_, i) => file(`${i}.csv`)) }));
  expect(many.map(({ files }) => files.length)).toEqual([10, 2]);
});

it('colours a card by what happened, and one that only tells something by where that came from', () => {
  const tones = ['neutral', 'good', 'warning', 'bad'] as const;
  const stamps = ['live', 'paper', 'demo'] as const;
  const bars = stamps.map(stamp => tones.map(tone => show(card({ stamp, tone }))[0]?.embeds[0]?.color));
  const { live, paper, demo, good, warning, bad } = COLOURS;
  expect(bars).toEqual([
    [live, good, warning, bad],
    [paper, good, warning, bad],
    [demo, good, warning, bad],
  ]);
});

it('has six colours of which none looks like another', () => {
  const colours = Object.values(COLOURS);
  const apart = (a: number, b: number) =>
    Math.hypot(...[16, 8, 0].map(shift => ((a >> shift) & 255) - ((b >> shift) & 255)));
  for (const [i, one] of colours.entries()) {
    for (const other of colours.slice(i + 1)) expect(apart(one, other)).toBeGreaterThan(60);
  }
});

it('draws a divider between texts, and none where an embed begins and stands apart by itself', () => {
  const [text, divider] = [{ kind: 'text', text: '가' } as const, { kind: 'divider' } as const];
  const fields = { kind: 'fields', fields: [{ label: '나', value: '다' }] } as const;
  const texts = (...blocks: Reply['blocks']) =>
    show(card({ blocks })).flatMap(({ embeds }) => embeds.map(({ description }) => description));
  expect(texts(text, divider, text)).toEqual(['가\n──────────\n가']);
  expect(texts(fields, divider, text)).toEqual([undefined, '가']);
});

it('lets nothing in a table end its code block', () => {
  const [message] = show(
    card({ blocks: [{ kind: 'table', columns: [{ label: '이름', align: 'left' }], rows: [['a```b']] }] }),
  );
  expect(message?.embeds[0]?.description).toBe('```\n이름\na`\u200b`\u200b`b\n```');
});

it('shortens a label over 80 characters before a number, not inside it', () => {
  const label = `${'가'.repeat(74)} 1,234,567원`;
  const [message] = show(
    card({ blocks: [{ kind: 'buttons', buttons: [{ id: 'x', label, style: 'plain' }] }] }),
  );
  expect(message?.components[0]?.components[0]?.label).toBe(`${'가'.repeat(74)}…`);
});

it('attaches each picture to the message that shows it', () => {
  const image = (n: number) => ({ kind: 'image', png: Uint8Array.from([n]), alt: `그림 ${n}` }) as const;
  const messages = show(card({ blocks: Array.from({ length: 12 }, (_, n) => image(n)) }));
  expect(messages.map(message => message.files.length)).toEqual([10, 2]);
  expect(messages[1]?.files.map(file => [...file.data])).toEqual([[10], [11]]);
});
