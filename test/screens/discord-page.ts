import { ButtonStyle } from 'discord.js';
import { type DiscordMessage, renderDiscord } from '../../src/chat/discord/render.js';
import { escaped, inColumns, MONOSPACE, type Page, phones } from './page.js';
import type { Exchange } from './scenes.js';

const CSS = `
body { background: #1a1b1e; color: #dbdee1; font-size: 15px; line-height: 1.35; }
.phone { background: #313338; }
.bar { padding: 14px 16px; border-bottom: 1px solid #232428; font-weight: 600; }
.bar span { color: #80848e; font-weight: 400; margin-right: 6px; font-size: 18px; }
.talk { padding: 4px 0 16px; }
.message { padding: 14px 10px 0 62px; position: relative; }
.avatar { position: absolute; left: 14px; top: 16px; width: 38px; height: 38px; border-radius: 50%; background: #5865f2;
  color: #fff; display: grid; place-items: center; font-weight: 700; font-size: 15px; }
.used { font-size: 12.5px; color: #b5bac1; margin: 0 0 4px; }
.used b { color: #c9cdfb; font-weight: 600; }
.name { font-weight: 600; color: #f2f3f5; }
.tag { background: #5865f2; color: #fff; font-size: 10px; font-weight: 600; border-radius: 3px; padding: 1px 4px; margin: 0 6px; }
.at { color: #949ba4; font-size: 12px; }
.embed { background: #2b2d31; border-left: 4px solid; border-radius: 4px; padding: 10px 10px 12px; margin-top: 6px; overflow: hidden; }
.title { font-weight: 700; color: #f2f3f5; margin-bottom: 6px; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 14px; }
pre { font: 13.5px/1.4 ${MONOSPACE}; background: #1e1f22; border: 1px solid #26272b; border-radius: 4px; padding: 7px;
  margin: 6px 0 0; overflow: hidden; }
.fields { display: grid; grid-template-columns: repeat(6, 1fr); gap: 8px; margin-top: 8px; font-size: 13.5px; }
.field { grid-column: span 6; white-space: pre-wrap; overflow-wrap: anywhere; }
.field.inline { grid-column: span 3; }
.field b { display: block; color: #f2f3f5; font-size: 13px; }
.footer { color: #b5bac1; font-size: 12px; margin-top: 10px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.button { border-radius: 4px; padding: 7px 14px; font-size: 13.5px; font-weight: 500; color: #fff; background: #4e5058; }
.button.s1 { background: #5865f2; } .button.s4 { background: #da373c; }
.hint { color: #949ba4; font-size: 12px; margin-top: 6px; } .hint a { color: #00a8fc; }
`;

/** A channel in which these things were asked and answered, on one screen after the other. */
export function discordPage(screens: readonly (readonly Exchange[])[]): Page {
  const bar = '<div class="bar"><span>#</span>매매</div>';
  return phones(
    'discord',
    CSS,
    screens.map(exchanges => `${bar}<div class="talk">${exchanges.map(messagesOf).join('')}</div>`),
  );
}

function messagesOf({ asker, asked, at, reply }: Exchange): string {
  const messages = renderDiscord(reply, 'ko');
  const used = `<p class="used"><b>@${escaped(asker)}</b> 님이 <b>${escaped(asked)}</b> 사용</p>`;
  const hint = '<p class="hint">👁 나만 볼 수 있는 메시지 · <a>메시지 닫기</a></p>';
  return messages
    .map(message =>
      [
        '<div class="message"><div class="avatar">데</div>',
        used,
        `<span class="name">kis-chatops</span><span class="tag">앱</span><span class="at">${escaped(at)}</span>`,
        ...message.embeds.map(embedOf),
        ...message.components.map(rowOf),
        reply.visibility === 'private' ? hint : '',
        '</div>',
      ].join(''),
    )
    .join('');
}

function embedOf({
  title,
  description,
  fields = [],
  footer,
  color = 0,
}: DiscordMessage['embeds'][number]): string {
  const shown = fields.map(
    ({ name, value, inline }) =>
      `<div class="field${inline ? ' inline' : ''}"><b>${marked(name)}</b>${marked(value)}</div>`,
  );
  return [
    `<div class="embed" style="border-color:#${color.toString(16).padStart(6, '0')}">`,
    title === undefined ? '' : `<div class="title">${marked(title)}</div>`,
    description === undefined ? '' : `<div class="text">${withCode(description)}</div>`,
    shown.length === 0 ? '' : `<div class="fields">${shown.join('')}</div>`,
    footer === undefined ? '' : `<div class="footer">${escaped(footer.text)}</div>`,
    '</div>',
  ].join('');
}

function rowOf({ components }: DiscordMessage['components'][number]): string {
  const buttons = components.map(
    ({ style, label }) =>
      `<span class="button s${ButtonStyle[style] ? style : 2}">${escaped(label ?? '')}</span>`,
  );
  return `<div class="row">${buttons.join('')}</div>`;
}

/** Texts and the code blocks between them. */
function withCode(text: string): string {
  return text
    .split('```')
    .map((part, i) => (i % 2 === 0 ? marked(part.trim()) : `<pre>${inColumns(escaped(part.trim()))}</pre>`))
    .join('');
}

/** What the renderer escaped is shown as it is meant; it makes no other markup. */
function marked(text: string): string {
  return escaped(text.replace(/\\([^\p{L}\p{N}\s])/gu, '$1'));
}
