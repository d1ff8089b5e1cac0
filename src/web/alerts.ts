import { element, part } from './element.js';
import type { Entry } from './wire.js';
import { say, timeText } from './words.js';

type Alert = Extract<Entry, { kind: 'alert' }>;

/** The alerts beside the conversation, the latest on top. */
export function createAlerts(): { put(alert: Alert): void; clear(): void } {
  const list = part('alerts', HTMLOListElement);
  const shown = new Map<string, { readonly row: HTMLElement; readonly change: number }>();

  function clear(): void {
    shown.clear();
    list.replaceChildren(element('li', 'none', say('아직 없습니다.', 'None yet.')));
  }
  clear();

  return {
    clear,
    put(alert) {
      const known = shown.get(alert.id);
      if (known && known.change >= alert.change) return;
      const row = element(
        'li',
        alert.tone,
        element('time', '', timeText(alert.at)),
        element('b', '', alert.title),
        element('p', '', alert.text),
      );
      if (shown.size === 0) list.replaceChildren();
      shown.set(alert.id, { row, change: alert.change });
      if (known) known.row.replaceWith(row);
      else list.prepend(row);
    },
  };
}
