import { renderTelegram, type TelegramMessage } from '../../src/chat/telegram/render.js';
import { escaped, inColumns, MONOSPACE, type Page, phones } from './page.js';
import type { Exchange } from './scenes.js';

const CSS = `
body { background: #fff; color: #000; font-size: 15px; line-height: 1.32; }
.phone { background: #d3e2c4; }
.bar { background: #fff; padding: 10px 16px; font-weight: 600; border-bottom: 1px solid #dcdcdc; }
.bar small { display: block; color: #8a8a8e; font-weight: 400; font-size: 12.5px; }
.talk { padding: 8px 8px 14px; }
.said { background: #e1fec6; border-radius: 14px 14px 4px 14px; padding: 7px 11px; margin: 8px 0 0 auto; width: fit-content; max-width: 80%; }
.answer { width: 340px; margin-top: 8px; }
.bubble { background: #fff; border-radius: 14px 14px 14px 4px; padding: 8px 11px 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
.at { float: right; color: #8a8a8e; font-size: 11.5px; margin: 5px 0 0 8px; }
.bubble::after, .said::after { content: ''; display: block; clear: both; }
.said .at { color: #62ac55; }
pre { font: 13.5px/1.4 ${MONOSPACE}; background: #f0f3f7; border-left: 3px solid #4a95d6; border-radius: 4px; padding: 6px 8px;
  margin: 4px 0; overflow: hidden; }
.row { display: flex; gap: 4px; margin-top: 4px; }
.button { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: center; padding: 9px 8px;
  font-size: 14px; font-weight: 500; border-radius: 8px; background: rgba(70, 105, 60, .45); color: #fff; }
.button.primary { background: #3390ec; } .button.danger { background: #df3f40; }
`;

/** A chat with the bot in which these things were said and answered, on one screen after the other. */
export function telegramPage(screens: readonly (readonly Exchange[])[]): Page {
  const bar = '<div class="bar">kis-chatops<small>봇</small></div>';
  return phones(
    'telegram',
    CSS,
    screens.map(exchanges => `${bar}<div class="talk">${exchanges.flatMap(talkOf).join('')}</div>`),
  );
}

function talkOf({ asked, at, reply }: Exchange): string[] {
  return [
    `<div class="said">${escaped(asked)}<span class="at">${escaped(at)} ✓✓</span></div>`,
    ...renderTelegram(reply, 'ko').map(message => answerOf(message, at)),
  ];
}

/** The HTML is the very one that is sent: Telegram's tags are a part of a browser's. */
function answerOf({ html, keyboard }: TelegramMessage, at: string): string {
  const rows = keyboard.map(row => {
    const buttons = row.map(
      ({ text, style = '' }) => `<span class="button ${style}">${escaped(text)}</span>`,
    );
    return `<div class="row">${buttons.join('')}</div>`;
  });
  // A block of code brings its own line ends along.
  const body = html.replace(
    /\n?<pre>([\s\S]*?)<\/pre>\n?/g,
    (_, table: string) => `<pre>${inColumns(table)}</pre>`,
  );
  return [
    '<div class="answer">',
    `<div class="bubble">${body}<span class="at">${escaped(at)}</span></div>`,
    ...rows,
    '</div>',
  ].join('');
}
