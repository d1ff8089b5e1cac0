import { ask } from './ask.js';
import { cardElement, pricedIssue } from './card.js';
import { element, part } from './element.js';
import { act, look } from './server.js';
import type { Button, Entry, Form } from './wire.js';

type Shown = Exclude<Entry, { kind: 'alert' }>;

export interface Talk {
  /** What is new is put at its place, what has changed in the place of what it was; what is older is left out. */
  put(entry: Shown): void;
  clear(): void;
  /** A word of the page's own, at the end: what failed. */
  trouble(text: string): void;
}

export interface TalkEars {
  /** What came of something that was pressed. */
  changed(entries: readonly Entry[]): void;
  failed(thrown: unknown): void;
  chart(code: string): void;
  /** A price has just come. */
  priced(code: string): void;
}

/** So near the end counts as there, px. */
const NEAR_END = 80;

/** The conversation. */
export function createTalk(ears: TalkEars): Talk {
  const place = part('talk', HTMLElement);
  const shown = new Map<
    string,
    { readonly made: HTMLElement; readonly change: number; readonly n: number }
  >();

  async function press(card: HTMLElement, button: Button): Promise<void> {
    const buttons = [...card.querySelectorAll<HTMLButtonElement>('button[data-press]')];
    for (const one of buttons) one.disabled = true;
    card.setAttribute('aria-busy', 'true');
    try {
      const query = new URLSearchParams({ button: button.id });
      const { form } = await look<{ form: Form | null }>(`/console/form?${query}`);
      const given = form ? await ask(form) : {};
      if (given === undefined) return;
      const body = form ? { button: button.id, given } : { button: button.id };
      const { entries } = await act<{ entries: Entry[] }>('/console/press', body);
      ears.changed(entries);
    } catch (thrown) {
      ears.failed(thrown);
    } finally {
      card.removeAttribute('aria-busy');
      for (const one of buttons) one.disabled = false;
    }
  }

  const acts = {
    press: (card: HTMLElement, button: Button) => void press(card, button),
    chart: ears.chart,
  };

  const elementOf = (entry: Shown) =>
    entry.kind === 'said' ? element('p', 'said', entry.text) : cardElement(entry.reply, acts);

  const isAtEnd = () => place.scrollHeight - place.scrollTop - place.clientHeight < NEAR_END;
  /** To the end; of what is taller than the page, to its beginning. */
  const show = (made: HTMLElement) => {
    const isTall = made.offsetHeight > place.clientHeight;
    place.scrollTop = isTall ? made.offsetTop - place.offsetTop : place.scrollHeight;
  };

  return {
    put(entry) {
      const known = shown.get(entry.id);
      if (known && known.change >= entry.change) return;
      const follows = isAtEnd();
      const made = elementOf(entry);
      shown.set(entry.id, { made, change: entry.change, n: entry.n });
      if (known) takePlace(known.made, made);
      else {
        const next = [...shown.values()].filter(({ n }) => n > entry.n).toSorted((a, b) => a.n - b.n)[0];
        place.insertBefore(made, next?.made ?? null);
        if (entry.kind === 'card') {
          const code = pricedIssue(entry.reply);
          if (code !== undefined) ears.priced(code);
        }
      }
      if (follows || entry.kind === 'said') show(made);
    },
    clear() {
      shown.clear();
      place.replaceChildren();
    },
    trouble(text) {
      const made = element('p', 'trouble', text);
      place.append(made);
      show(made);
    },
  };
}

/** Whoever stood on a button of the old card stands on the same one of the new, or on the card. */
function takePlace(old: HTMLElement, made: HTMLElement): void {
  const buttons = (card: HTMLElement) => [...card.querySelectorAll('button')];
  const wasInside = old.contains(document.activeElement);
  const label = buttons(old).find(button => button === document.activeElement)?.textContent;
  old.replaceWith(made);
  if (!wasInside) return;
  const same = buttons(made).find(button => button.textContent === label);
  (same ?? made).focus({ preventScroll: true });
}
