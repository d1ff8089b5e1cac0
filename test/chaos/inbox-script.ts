import { systemClock } from '../../src/core/index.js';
import { roundToTick } from '../../src/market/index.js';
import { createTape } from '../../src/simulator/tape.js';
import { ISSUES } from '../support/trade-venue.js';
import type { Press, TypedOrder } from './inbox-judge.js';
import type { Done, People } from './inbox-people.js';

/** What people do, one step after the other. */
export interface Script {
  readonly orders: readonly TypedOrder[];
  /** Codes of the issues that somebody asked to halt. */
  readonly halted: readonly string[];
  /** Delivers one update. */
  step(): Promise<void>;
}

/** Every third issue is for halts, the rest for orders: a halt must not be why an order did not leave. */
const TO_HALT = ISSUES.filter((_, n) => n % 3 === 0);
const TO_ORDER = ISSUES.filter((_, n) => n % 3 !== 0);
const VIEWS = ['/balance', '/price 005930', '/orders', '/status', '/help', '/token', '/price 000660'];
/** How long a card is waited for before something else is done, ms. */
const CARD_WITHIN_MS = 3_000;
const CONFIRM = '확인';

const tape = createTape({ seed: 'simulator', alwaysOpen: true });

export function createScript(parts: {
  readonly people: People;
  readonly random: () => number;
  readonly updates: number;
}): Script {
  const { people, random } = parts;
  const orders: TypedOrder[] = [];
  const halted: string[] = [];
  /** The order that was typed last, until it is confirmed or given up. */
  let waiting: { readonly done: Done; readonly presses: Press[] } | undefined;
  let lately: Done[] = [];

  const halts = Math.min(TO_HALT.length, Math.ceil(parts.updates / 20));
  const haltShare = halts / parts.updates;

  function did(what: Done): void {
    lately = [...lately, what].slice(-12);
  }

  function halt(): void {
    const issue = TO_HALT[halted.length];
    if (!issue) {
      view();
      return;
    }
    halted.push(issue.code);
    const time = halted.length % 2 === 0 ? ' 9시간' : '';
    did(people.type('halt', `/halt 종목${time} ${issue.code} ${halted.length}번째`));
  }

  function view(): void {
    did(people.type('view', VIEWS[Math.floor(random() * VIEWS.length)] ?? '/help'));
  }

  function order(): void {
    const n = orders.length;
    const issue = TO_ORDER[n % TO_ORDER.length];
    if (!issue) throw new RangeError('no issue');
    const last = tape.price(issue.code, systemClock.now());
    const price = roundToTick((last * (n % 2 === 0 ? 100n : 96n)) / 100n, issue.kind, 'up');
    const presses: Press[] = [];
    orders.push({ code: issue.code, quantity: n + 1, presses });
    const done = people.type('order', `/buy ${issue.code} ${n + 1}주 ${price}`);
    did(done);
    waiting = { done, presses };
  }

  /** Presses the newest card of the order; false when none can be pressed. */
  async function confirm({ done, presses }: NonNullable<typeof waiting>): Promise<boolean> {
    const until = systemClock.monotonic() + CARD_WITHIN_MS;
    for (;;) {
      const card = people.cardFor(done);
      const press = card && people.press(card, CONFIRM);
      if (card && press) {
        const ticket = /주문표 (\S{8})/.exec(card.text)?.[1] ?? 'no ticket';
        presses.push({ eventId: press.eventId, ticket });
        did(press);
        return true;
      }
      // Refused, or nobody is there to answer.
      if (people.answersTo(done) > 0 || systemClock.monotonic() > until) return false;
      await systemClock.sleep(5);
    }
  }

  return {
    orders,
    halted,
    async step() {
      const dice = random();
      if (waiting) {
        const { done } = waiting;
        const pressed = dice < 0.9 && (await confirm(waiting));
        waiting = undefined;
        if (pressed) return;
        if (dice > 0.95) return people.again(done);
      }
      const before = lately[Math.floor(random() * lately.length)];
      if (dice < 0.2 && before) return people.again(before);
      if (dice < 0.2 + haltShare) return halt();
      if (dice < 0.65) return order();
      return view();
    },
  };
}
