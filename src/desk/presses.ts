import {
  type Clock,
  DeskError,
  type Inbound,
  type Outcome,
  type Principal,
  type Role,
  type Stamp,
} from '../core/index.js';
import type { Access } from './access.js';
import type { AlertDesk } from './alert-desk.js';
import { requirePerson } from './confirmations/allowed.js';
import type { TradeDesk } from './confirmations/trade-desk.js';
import { withDeadline } from './deadline.js';
import { type AlertAnswer, requireAlertAnswerer } from './letter-press.js';
import type { Course, Recorder } from './record.js';
import { requireRole } from './rights.js';
import { CODE } from './second-factor.js';
import { stamped } from './stamped.js';

const VIEW_MAX_AGE_MS = 10 * 60_000;
const ACT_MAX_AGE_MS = 30_000;
const DEADLINE_MS = 30_000;

/** Presses that answer something of the desk's own, instead of calling a command. Each throws what the presser is told. */
export interface Presses {
  /** No deadline here: what is on its way to a venue is not given up half way. Its own parts are bounded. */
  ticket(inbound: Inbound, course: Course, who: Principal, buttonId: string): Promise<Outcome>;
  alert(inbound: Inbound, course: Course, who: Principal, answer: AlertAnswer): Promise<Outcome>;
}

export function createPresses(parts: {
  readonly access: Access;
  readonly trade: Pick<TradeDesk, 'buttonOf' | 'press'>;
  readonly alerts: Pick<AlertDesk, 'press'>;
  readonly clock: Clock;
  readonly stamp: Stamp;
  readonly recorder: Pick<Recorder, 'done'>;
  /** Throws `tooOld` for what was sent longer ago than this, ms. */
  requireFresh(inbound: Inbound, most: number): void;
}): Presses {
  const { access, trade, alerts, clock, stamp, recorder, requireFresh } = parts;

  /** The presser as of now. Throws when they were removed, or have lost the role that the press takes. */
  function still(inbound: Inbound, role: Role): Principal {
    const entry = access.enter(inbound);
    if (entry.kind === 'refused') throw new DeskError('denied', 'removed meanwhile', { need: role });
    requireRole(entry.who, role);
    return entry.who;
  }

  return {
    async ticket(inbound, course, who, buttonId) {
      const button = trade.buttonOf(buttonId);
      const role = button?.role ?? 'trade';
      course.answer = button?.label;
      requirePerson(who);
      requireFresh(inbound, ACT_MAX_AGE_MS);
      requireRole(who, role);
      const again = () => still(inbound, role);
      const draft = await trade.press(buttonId, who, inbound.where, again, codeWith(inbound));
      void recorder.done(inbound, course);
      return { kind: 'reply', reply: stamped(draft, stamp, 'public'), placement: 'replace' };
    },
    async alert(inbound, course, who, { buttonId, means }) {
      course.answer = `alert ${means.kind}`;
      requireFresh(inbound, means.kind === 'acknowledge' ? VIEW_MAX_AGE_MS : ACT_MAX_AGE_MS);
      requireAlertAnswerer(who);
      const draft = await withDeadline(clock, DEADLINE_MS, () => alerts.press(buttonId, who));
      void recorder.done(inbound, course);
      return { kind: 'reply', reply: stamped(draft, stamp, 'public'), placement: 'replace' };
    },
  };
}

function codeWith({ content }: Inbound): string | undefined {
  return content.kind === 'press' ? content.given?.[CODE] : undefined;
}
