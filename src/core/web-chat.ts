import type { KeyHolder } from './api-key.js';
import type { Form } from './form.js';
import type { Urgency } from './notice.js';
import type { ChatPlatform } from './ports.js';
import type { Principal } from './principal.js';
import type { Reply, Tone } from './reply.js';
import type { Suggestion } from './suggestion.js';

/** An address that opens the web console once, for whoever it was given to. */
export interface WebLink {
  readonly url: string;
  /** ms */
  readonly until: number;
}

/** Something that stands in the page: what was typed, a card, an alert. What has changed keeps its id and its place. */
export type PageEntry = {
  readonly id: string;
  /** Its place in the page, rising. */
  readonly n: number;
  /** The last change of the page that it was part of. */
  readonly change: number;
  /** ms; when it was first there. */
  readonly at: number;
} & (
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'card'; readonly reply: Reply }
  | {
      readonly kind: 'alert';
      readonly urgency: Urgency;
      readonly tone: Tone;
      readonly title: string;
      readonly text: string;
    }
);

/** A browser in which the web console is open, and its conversation. */
export interface WebSession {
  /** Public: `page:<id>` is the place of its cards. */
  readonly id: string;
  /** Whoever it belongs to, as of now; undefined once they are no member any more, or their key is void. */
  who(): Principal | undefined;
  /** The number of the page's last change; 0 before the first. */
  latest(): number;
  /** What has changed after that, each as it stands now, in the order of the page. At most 200. */
  since(change: number): readonly PageEntry[];
  /** A page looks on: `changed` is called at every change and at the end. Returns what ends it. */
  watch(changed: () => void): () => void;
  /** Resolves when what was typed is answered, in the page. Never rejects. */
  say(text: string): Promise<void>;
  /** The same for a button. */
  press(buttonId: string, given: Readonly<Record<string, string>> | undefined): Promise<void>;
  /** What has to be asked before that press. */
  form(buttonId: string): Form | undefined;
  /** What the line that is being typed could become, whole lines, at most 25. Never rejects. */
  suggest(line: string): Promise<readonly Suggestion[]>;
}

/** The chat in the browser. Its sessions live in memory: a restart ends them. */
export interface WebChat extends ChatPlatform {
  /** Good for five minutes and one browser. Throws `denied` for whoever comes with a key. */
  link(who: Principal): WebLink;
  /** The token is for the browser's cookie alone. undefined for a code that is wrong, used or over. */
  enter(code: string): { readonly session: WebSession; readonly token: string } | undefined;
  /** A session that may do what the key may, and confirms nothing. */
  enterWithKey(holder: KeyHolder): { readonly session: WebSession; readonly token: string };
  /** undefined when it is over: after 12 h without use, or when its person may not any more. */
  session(token: string): WebSession | undefined;
  leave(token: string): void;
  /** Who speaks from `page:<id>`, as of now. */
  find(userId: string): Principal | undefined;
}
