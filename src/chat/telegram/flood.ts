import { type Clock, DeskError } from '../../core/index.js';
import { patiently } from '../connection/index.js';
import { createPace, type Lane } from './pace.js';

const MOST_WAITING = 200;
/** How far off the turn of a single attempt may be. */
const BEGIN_MS = 10_000;
const LANES: readonly Lane[] = ['answer', 'update'];

export interface FloodSlot {
  readonly chat: number;
  readonly lane: Lane;
  /** Which failures may be followed by another attempt; every passing one when left out. */
  again?(error: DeskError): boolean;
}

/** What became of an edit. `superseded`: a later one of the same message, which waited behind it, stands instead. */
export type EditEnd = 'edited' | 'uneditable' | 'superseded';

/**
 * The queue before each chat. Within a chat and lane, calls go out one after the other, in the order they came, each
 * with its retries; between chats they do not wait for each other. Full at 200 a chat: then it throws `busy`, and the
 * caller's own rule for failures applies. `getUpdates` and acknowledgements never enter it.
 */
export interface Flood {
  send<T>(slot: FloodSlot, call: () => Promise<T>): Promise<T>;
  /**
   * One attempt and no more: if its turn is 10 s away or more, or the queue is full, it throws `rateLimited` with
   * `retryAfterMs` and has sent nothing (`reached: 'no'`).
   */
  once<T>(slot: Omit<FloodSlot, 'again'>, call: () => Promise<T>): Promise<T>;
  /** `call` says whether the message could be edited. Of the edits of one message that wait here, only the newest is made. */
  edit(slot: FloodSlot, messageId: number, call: () => Promise<boolean>): Promise<EditEnd>;
}

interface Job {
  readonly lane: Lane;
  /** Of an edit: the message, and how the job ends when a later edit stands in its place. */
  readonly edit?: { readonly messageId: number; yieldTo(later: Promise<unknown>): void };
  run(): Promise<void>;
}

interface ChatQueue {
  waiting: Job[];
  readonly running: Set<Job>;
}

export function createFlood(clock: Clock, signal: AbortSignal): Flood {
  const pace = createPace(clock, signal);
  const queues = new Map<number, ChatQueue>();

  /** What Telegram asks for counts for the whole chat. */
  async function heeding<T>(chat: number, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (thrown) {
      const wait = thrown instanceof DeskError ? thrown.detail['retryAfterMs'] : undefined;
      if (typeof wait === 'number') pace.hold(chat, wait);
      throw thrown;
    }
  }

  /** One call with its retries; each attempt waits for its turn. */
  function attempts<T>({ chat, lane, again }: FloodSlot, call: () => Promise<T>): Promise<T> {
    const attempt = async () => {
      await pace.turn(chat, lane);
      return heeding(chat, call);
    };
    return patiently(attempt, clock, signal, again);
  }

  const tooFarOff = (chat: number) =>
    new DeskError('rateLimited', 'this chat has to wait', {
      retryAfterMs: Math.max(1000, Math.ceil(pace.opensInMs(chat))),
      reached: 'no',
    });

  function queueOf(chat: number): ChatQueue {
    const queue = queues.get(chat) ?? { waiting: [], running: new Set() };
    queues.set(chat, queue);
    return queue;
  }

  /** Begins what may begin: one call a lane, and never two edits of one message. */
  function begin(chat: number): void {
    const queue = queueOf(chat);
    for (const lane of LANES) {
      const running = [...queue.running];
      const next = queue.waiting.find(job => job.lane === lane);
      if (!next || running.some(job => job.lane === lane)) continue;
      if (next.edit && running.some(job => job.edit?.messageId === next.edit?.messageId)) continue;
      queue.waiting = queue.waiting.filter(job => job !== next);
      queue.running.add(next);
      void next.run().finally(() => {
        queue.running.delete(next);
        begin(chat);
      });
    }
    if (queue.running.size === 0 && queue.waiting.length === 0) queues.delete(chat);
  }

  function requireRoom({ waiting }: ChatQueue): void {
    if (waiting.length < MOST_WAITING) return;
    throw new DeskError('busy', 'too many messages wait for this chat', { waiting: MOST_WAITING });
  }

  return {
    async send(slot, call) {
      const { waiting } = queueOf(slot.chat);
      requireRoom(queueOf(slot.chat));
      return new Promise((resolve, reject) => {
        waiting.push({ lane: slot.lane, run: () => attempts(slot, call).then(resolve, reject) });
        begin(slot.chat);
      });
    },
    async once({ chat, lane }, call) {
      const queue = queueOf(chat);
      if (queue.waiting.length >= MOST_WAITING || pace.opensInMs(chat) >= BEGIN_MS) throw tooFarOff(chat);
      const leaving = new AbortController();
      const begun = new AbortController();
      return new Promise((resolve, reject) => {
        const run = async () => {
          if (leaving.signal.aborted) return;
          try {
            await pace.turn(chat, lane, leaving.signal);
          } catch {
            return reject(tooFarOff(chat));
          }
          begun.abort();
          await heeding(chat, call).then(resolve, reject);
        };
        const giveUp = () => {
          leaving.abort();
          reject(tooFarOff(chat));
        };
        clock.sleep(BEGIN_MS, begun.signal).then(giveUp, () => undefined);
        queue.waiting.push({ lane, run });
        begin(chat);
      });
    },
    async edit(slot, messageId, call) {
      const queue = queueOf(slot.chat);
      const older = queue.waiting.find(job => job.edit?.messageId === messageId);
      if (!older) requireRoom(queue);
      // A person who waits for an answer does not wait for the update that it takes the place of.
      const lane = older?.lane === 'answer' ? 'answer' : slot.lane;
      const done = new Promise<EditEnd>((resolve, reject) => {
        const yieldTo = (later: Promise<unknown>) => void later.then(() => resolve('superseded'), reject);
        const job: Job = {
          lane,
          edit: { messageId, yieldTo },
          run: () =>
            attempts({ ...slot, lane }, call).then(
              edited => resolve(edited ? 'edited' : 'uneditable'),
              reject,
            ),
        };
        queue.waiting =
          older?.lane === lane
            ? queue.waiting.map(one => (one === older ? job : one))
            : [...queue.waiting.filter(one => one !== older), job];
      });
      older?.edit?.yieldTo(done);
      begin(slot.chat);
      return done;
    },
  };
}
