import type { Reply } from '../../src/core/index.js';
import { card } from '../support/fake-desk.js';

/** Would run, if it were ever more than text. */
export const WICKED = '<img src=x onerror="window.broken=1">';

/** A reply whose every string is wicked. */
export function hostileReply(): Reply {
  return card({
    title: WICKED,
    tone: 'bad',
    footer: WICKED,
    blocks: [
      { kind: 'text', text: WICKED },
      { kind: 'notice', tone: 'warning', text: WICKED },
      { kind: 'fields', fields: [{ label: WICKED, value: WICKED }] },
      { kind: 'table', columns: [{ label: WICKED, align: 'left' }], rows: [[WICKED]] },
      { kind: 'image', png: Uint8Array.of(1), alt: WICKED },
      { kind: 'file', name: WICKED, text: WICKED },
      {
        kind: 'buttons',
        buttons: [{ id: '"><script>window.broken=1</script>', label: WICKED, style: 'plain' }],
      },
    ],
  });
}
