import { cellText, direction } from './cells.js';
import { buttonOf, element } from './element.js';
import type { Block, Button, Cell } from './wire.js';
import { say } from './words.js';

type Press = (button: Button) => void;

/** A block of a reply as it stands on a card. */
export function blockElement(block: Block, press: Press): HTMLElement {
  switch (block.kind) {
    case 'text':
      return element('p', '', block.text);
    case 'notice':
      return element('p', `notice ${block.tone}`, block.text);
    case 'fields':
      return element(
        'dl',
        'fields',
        ...block.fields.map(({ label, value }) =>
          element(
            'div',
            isWide(cellText(value)) ? 'wide' : '',
            element('dt', '', label),
            element('dd', ddClass(value), cellText(value)),
          ),
        ),
      );
    case 'table':
      return tableElement(block);
    case 'image': {
      const image = element('img', '');
      image.src = `data:image/png;base64,${block.png}`;
      image.alt = block.alt;
      return image;
    }
    case 'file':
      return element(
        'div',
        'row',
        buttonOf(`⬇ ${say('받기', 'Save')}: ${block.name}`, '', () => save(block.name, block.text)),
      );
    case 'buttons':
      return element(
        'div',
        'row',
        ...block.buttons.map(button => {
          const made = buttonOf(button.label, button.style, () => press(button));
          made.dataset['press'] = button.id;
          return made;
        }),
      );
    case 'divider':
      return element('hr', '');
  }
}

const MOST_ON_PHONE = 3;
const ROLES = [
  ['thead, tbody', 'rowgroup'],
  ['tr', 'row'],
  ['th', 'columnheader'],
  ['td', 'cell'],
] as const;

/** A figure is never split over two lines. */
const ddClass = (value: Cell) => `${direction(value)}${typeof value === 'string' ? '' : ' whole'}`.trim();

/** Letters of Hangul are twice as wide as others. */
const isWide = (text: string) =>
  Array.from(text).reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0) > MOST_NARROW;

const MOST_NARROW = 18;

function tableElement({ columns, rows }: Extract<Block, { kind: 'table' }>): HTMLElement {
  const side = (at: number) => (columns[at]?.align === 'right' ? 'right' : '');
  const heads = columns.map(({ label }, at) => {
    const head = element('th', side(at), label);
    head.scope = 'col';
    return head;
  });
  const body = rows.map(row =>
    element(
      'tr',
      '',
      ...row.map((cell, at) => {
        const made = element('td', `${side(at)} ${direction(cell)}`.trim(), cellText(cell));
        made.dataset['label'] = columns[at]?.label ?? '';
        return made;
      }),
    ),
  );
  const table = element(
    'table',
    columns.length > MOST_ON_PHONE ? 'folds' : '',
    element('thead', '', element('tr', '', ...heads)),
    element('tbody', '', ...body),
  );
  // A table that is folded stays one for those who hear it.
  for (const [tag, role] of ROLES) for (const one of table.querySelectorAll(tag)) one.role = role;
  table.role = 'table';
  const box = element('div', 'scroll', table);
  // What scrolls must be reachable without a pointer.
  box.tabIndex = 0;
  return box;
}

/** With a byte order mark, without which Excel shows the Korean of a CSV as gibberish. */
function save(name: string, text: string): void {
  const link = element('a', '');
  link.href = URL.createObjectURL(new Blob(['\ufeff', text.replace(/^\ufeff/, '')], { type: 'text/plain' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
