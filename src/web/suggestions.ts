import { element, part } from './element.js';
import { look } from './server.js';
import type { Suggestion } from './wire.js';

const PAUSE_MS = 90;

/** What the line could become, above it: arrows choose, Tab takes the chosen one or the first. */
export interface Suggestions {
  /** The line has changed. */
  typed(line: string): void;
  close(): void;
  isOpen(): boolean;
  move(by: 1 | -1): void;
  chosen(): string | undefined;
  first(): string | undefined;
}

export function createSuggestions(take: (line: string) => void): Suggestions {
  const input = part('line', HTMLInputElement);
  const list = part('suggestions', HTMLElement);
  let found: readonly Suggestion[] = [];
  let at = -1;
  let turn = 0;

  function show(next: readonly Suggestion[]): void {
    found = next;
    at = -1;
    list.replaceChildren(
      ...found.map(({ label, value }, index) => {
        const row = element('li', '', label);
        row.id = `suggestion-${index}`;
        row.role = 'option';
        // Before the input loses the focus.
        row.addEventListener('pointerdown', event => {
          event.preventDefault();
          take(value);
        });
        return row;
      }),
    );
    mark();
  }

  function mark(): void {
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    [...list.children].forEach((row, index) => {
      row.setAttribute('aria-selected', String(index === at));
      if (index === at) row.scrollIntoView({ block: 'nearest' });
    });
    if (at < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `suggestion-${at}`);
  }

  function close(): void {
    turn += 1;
    show([]);
  }

  return {
    close,
    typed(line) {
      turn += 1;
      const mine = turn;
      if (line.trim() === '') return show([]);
      setTimeout(() => {
        if (mine !== turn) return;
        const query = new URLSearchParams({ text: line });
        look<{ suggestions: Suggestion[] }>(`/console/suggest?${query}`).then(
          ({ suggestions }) => mine === turn && show(suggestions.filter(({ value }) => value !== line)),
          () => mine === turn && show([]),
        );
      }, PAUSE_MS);
    },
    isOpen: () => found.length > 0,
    move(by) {
      at = (at + by + found.length + (at < 0 && by < 0 ? 1 : 0)) % found.length;
      mark();
    },
    chosen: () => found[at]?.value,
    first: () => found[0]?.value,
  };
}
