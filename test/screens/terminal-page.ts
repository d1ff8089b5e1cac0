import { escaped, inColumns, MONOSPACE, type Page, page } from './page.js';
import { type Spot, type Style, screenOf } from './terminal.js';

const WIDTH = 760;
const COLOURS: Readonly<Record<number, string>> = {
  31: '#ff6b6b',
  32: '#4cc38a',
  33: '#e5c07b',
  34: '#6cb6ff',
  36: '#56c8d8',
};

const CSS = `
body { background: #16181d; color: #d5d8de; }
.head { height: 34px; background: #23262d; display: flex; align-items: center; gap: 8px; padding: 0 14px; color: #8b919c; font-size: 13px; }
.head i { width: 12px; height: 12px; border-radius: 50%; background: #4a4f59; }
.screen { font: 14px/1.42 ${MONOSPACE}; padding: 12px 18px 18px; margin: 0; white-space: pre; }
.bold { font-weight: 700; color: #f4f6f9; } .faint { color: #868d99; }
`;

/** The end of a session as a terminal shows it. */
export function terminalPage(output: string): Page {
  const lines = screenOf(output).map(line => line.slice());
  while (lines.length > 0 && textOf(lines.at(-1) ?? []) === '') lines.pop();
  const text = lines.map(lineOf).join('\n');
  const head = '<div class="head"><i></i><i></i><i></i> npm start</div>';
  return page('console', WIDTH, CSS, `${head}<pre class="screen">${text}</pre>`);
}

const textOf = (line: readonly Spot[]) =>
  line
    .map(({ text }) => text)
    .join('')
    .trim();

/** Neighbours of one style in one tag. */
function lineOf(line: readonly Spot[]): string {
  let html = '';
  for (let at = 0; at < line.length; ) {
    const style = line[at]?.style;
    let end = at;
    while (end < line.length && sameStyle(line[end]?.style, style)) end += 1;
    const text = line
      .slice(at, end)
      .map(spot => spot.text)
      .join('');
    html += painted(text, style);
    at = end;
  }
  return html;
}

const sameStyle = (a: Style | undefined, b: Style | undefined) =>
  a?.colour === b?.colour && a?.bold === b?.bold && a?.faint === b?.faint;

function painted(text: string, style: Style | undefined): string {
  const names = [style?.bold ? 'bold' : '', style?.faint ? 'faint' : ''].filter(Boolean).join(' ');
  const colour = style?.colour === undefined ? undefined : COLOURS[style.colour];
  if (names === '' && colour === undefined) return inColumns(escaped(text));
  return `<span class="${names}"${colour === undefined ? '' : ` style="color:${colour}"`}>${inColumns(escaped(text))}</span>`;
}
