import stringWidth from 'string-width';

/** A page as it is written to a file. */
export interface Page {
  /** Name of its files. */
  readonly name: string;
  /** CSS pixels. */
  readonly width: number;
  readonly html: string;
}

/** CSS pixels of a phone held upright. */
const PHONE_WIDTH = 390;
const BETWEEN_PHONES = 24;

const FONTS = `'Pretendard', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif`;
export const MONOSPACE = `'D2Coding', 'Noto Sans Mono CJK KR', 'NanumGothicCoding', monospace`;

const COMMON = `
* { box-sizing: border-box; }
body { margin: 0; font-family: ${FONTS}; word-break: keep-all; }
pre i { display: inline-block; font-style: normal; text-align: center; }
pre i.sign { font: 0.83em 'DejaVu Sans Mono', monospace; width: 1ch; }
.phones { display: flex; gap: ${BETWEEN_PHONES}px; align-items: stretch; }
.phone { width: ${PHONE_WIDTH}px; }
`;

/** The height is written into the title, where a browser without a window can be asked for it. */
const MEASURE = '<script>document.title = document.documentElement.scrollHeight;</script>';

export function page(name: string, width: number, css: string, body: string): Page {
  const html = [
    '<!doctype html>',
    '<html lang="ko"><head><meta charset="utf-8"><title></title>',
    `<style>${COMMON} body { width: ${width}px; } ${css}</style>`,
    `</head><body>${body}${MEASURE}</body></html>`,
  ].join('\n');
  return { name, width, html };
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The same talk on two screens next to each other, as a phone that was scrolled on. */
export function phones(name: string, css: string, screens: readonly string[]): Page {
  const width = screens.length * PHONE_WIDTH + (screens.length - 1) * BETWEEN_PHONES;
  const columns = screens.map(screen => `<div class="phone">${screen}</div>`).join('');
  return page(name, width, css, `<div class="phones">${columns}</div>`);
}

/** Escaped text in which Hangul takes exactly two columns, whatever font there is: else no table stands straight. */
export function inColumns(html: string): string {
  return html.replace(/[^\p{ASCII}]\ufe0f?/gu, letter => {
    const width = stringWidth(letter);
    return width === 2 ? `<i style="width:2ch">${letter}</i>` : `<i class="sign">${letter}</i>`;
  });
}
