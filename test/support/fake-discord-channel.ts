import type { UploadedFile } from './fake-discord-http.js';
import { EPHEMERAL } from './fake-discord-payloads.js';
import { type Body, checkFiles, checkMessage, Refusal } from './fake-discord-rules.js';

/** A message as people see it; `isPrivate` ones are seen by one person only. */
export interface ShownMessage {
  readonly id: string;
  readonly channelId: string;
  body: Body;
  files: readonly UploadedFile[];
  readonly isPrivate: boolean;
  edits: number;
}

/** The messages of the bot in one channel, by whichever way they came there. */
export interface FakeChannel {
  /** Those that the bot posted itself. */
  readonly posted: readonly ShownMessage[];
  /** A new message, if it may be sent. */
  show(body: Body, files: readonly UploadedFile[]): ShownMessage;
  /** A message by the channel's own call: with an enforced nonce, the one of the last minutes that bore it. */
  post(body: Body, files: readonly UploadedFile[]): ShownMessage;
  change(message: ShownMessage, body: Body, files: readonly UploadedFile[]): ShownMessage;
  /** Edits by the channel's own call, for which a message that only one person sees does not exist. */
  edit(id: string, body: Body, files: readonly UploadedFile[]): ShownMessage;
  remove(message: ShownMessage): void;
}

const NONCE_MS = 3 * 60_000;

/** The nonces of one bot, wherever it used them: the document names the author, and says nothing of the channel. */
export type NonceBook = Map<string, { readonly message: ShownMessage; readonly at: number }>;

/** `refuse` throws when a message may not be posted there. */
export function fakeChannel(
  channelId: string,
  snowflake: () => string,
  now: () => number,
  nonces: NonceBook,
  refuse: () => void = () => undefined,
): FakeChannel {
  const all = new Map<string, ShownMessage>();
  const posted: ShownMessage[] = [];

  function show(body: Body, files: readonly UploadedFile[]): ShownMessage {
    checkMessage(body);
    checkFiles(body, files);
    const isPrivate = (Number(body['flags'] ?? 0) & EPHEMERAL) !== 0;
    const message = { id: snowflake(), channelId, body, files, isPrivate, edits: 0 };
    all.set(message.id, message);
    return message;
  }

  function change(message: ShownMessage, body: Body, files: readonly UploadedFile[]): ShownMessage {
    checkMessage(body);
    checkFiles(body, files);
    if (!all.has(message.id)) throw new Refusal(404, 10_008, 'Unknown Message');
    if ('nonce' in body) throw new Refusal(400, 50_035, 'Invalid Form Body: an edit has no nonce');
    return Object.assign(message, { body, files, edits: message.edits + 1 });
  }

  return {
    posted,
    show,
    change,
    post(body, files) {
      if ((Number(body['flags'] ?? 0) & EPHEMERAL) !== 0) {
        throw new Refusal(400, 50_035, 'Invalid Form Body: only an interaction can be ephemeral');
      }
      refuse();
      const nonce = body['enforce_nonce'] === true ? String(body['nonce']) : undefined;
      const earlier = nonce === undefined ? undefined : nonces.get(nonce);
      if (earlier && now() - earlier.at < NONCE_MS) return earlier.message;
      const message = show(body, files);
      posted.push(message);
      if (nonce !== undefined) nonces.set(nonce, { message, at: now() });
      return message;
    },
    edit(id, body, files) {
      const message = all.get(id);
      if (!message || message.isPrivate) throw new Refusal(404, 10_008, 'Unknown Message');
      return change(message, body, files);
    },
    remove: message => void all.delete(message.id),
  };
}
