import type { AccountRef } from './account.js';
import type { NoticeKind, Urgency } from './notice.js';
import type { TicketView } from './remote-order.js';
import type { Tone } from './reply.js';

/** What happens at the desk, for programs and pages that look on. Plain data without secrets. */
export type News =
  /** `account`: whose line has a new token; left out where there is one account only. */
  | {
      readonly kind: 'token';
      readonly at: number;
      readonly account?: AccountRef;
      readonly generation: number;
      readonly expiresAt: number;
    }
  /** `owner`: the member whose ticket it is. */
  | { readonly kind: 'ticket'; readonly at: number; readonly owner: string; readonly ticket: TicketView }
  /** An alert that was sent to people, or whose card has changed; `id` is the same each time. */
  | {
      readonly kind: 'alert';
      readonly at: number;
      readonly id: string;
      readonly about: NoticeKind;
      readonly urgency: Urgency;
      readonly tone: Tone;
      readonly title: string;
      readonly text: string;
      /** It shows amounts or holdings. */
      readonly isPrivate: boolean;
    };

/** Never throws, and what a listener throws reaches nobody. */
export interface NewsWire {
  tell(news: News): void;
  /** Returns what ends it. */
  listen(heard: (news: News) => void): () => void;
}
