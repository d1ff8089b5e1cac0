import type { IncomingMessage } from 'node:http';
import type { Update } from 'grammy/types';
import { Refusal } from './fake-telegram-rules.js';

export interface UpdateQueue {
  add(update: object): Update;
  /** Answers getUpdates: confirms what lies below the offset, and waits for something new if asked to. */
  take(payload: Readonly<Record<string, unknown>>, request: IncomingMessage): Promise<Update[]>;
  /** Ends the poll that is waiting, with a refusal or empty-handed. */
  wake(refusal?: Refusal): void;
  readonly waiting: boolean;
  /** What is not confirmed, of the kinds asked for. */
  pending(allowed: unknown): Update[];
  confirm(update: Update): void;
  /** The next update gets this number. */
  restartIds(id: number): void;
}

/** The updates that Telegram keeps for a bot, and its one long poll. */
export function updateQueue(): UpdateQueue {
  let queue: Update[] = [];
  let nextId = 1000;
  let waiter: ((refusal: Refusal | undefined) => void) | undefined;

  function wait(seconds: number, request: IncomingMessage): Promise<Refusal | undefined> {
    return new Promise(resolve => {
      const end = (refusal: Refusal | undefined) => {
        clearTimeout(timer);
        request.socket.off('close', cut);
        waiter = undefined;
        resolve(refusal);
      };
      const cut = () => end(undefined);
      const timer = setTimeout(cut, seconds * 1000);
      request.socket.once('close', cut);
      waiter = end;
    });
  }

  function pending(allowed: unknown): Update[] {
    return queue.filter(
      update => !Array.isArray(allowed) || allowed.some(kind => Object.hasOwn(update, String(kind))),
    );
  }

  return {
    pending,
    restartIds: id => {
      nextId = id;
    },
    confirm(update) {
      queue = queue.filter(one => one !== update);
    },
    add(update) {
      const full = asUpdate({ ...update, update_id: nextId });
      nextId += 1;
      queue.push(full);
      waiter?.(undefined);
      return full;
    },
    async take(payload, request) {
      waiter?.(new Refusal(409, 'Conflict: terminated by other getUpdates request'));
      const offset = Number(payload['offset'] ?? 0);
      const seconds = Number(payload['timeout'] ?? 0);
      queue = queue.filter(update => update.update_id >= offset);
      const wanted = () => pending(payload['allowed_updates']);
      if (wanted().length === 0 && seconds > 0) {
        const refusal = await wait(seconds, request);
        if (refusal) throw refusal;
      }
      return wanted().slice(0, Number(payload['limit'] ?? 100));
    },
    wake: refusal => waiter?.(refusal),
    get waiting() {
      return waiter !== undefined;
    },
  };
}

/** The typings want every field of every kind of update; a fake one has those that matter. */
export function asUpdate(update: object): Update {
  if (!isUpdate(update)) throw new Error('not an update');
  return update;
}

function isUpdate(value: object): value is Update {
  return 'update_id' in value;
}
