import { type ApiKey, type ApiKeyStore, type Clock, DeskError } from '../core/index.js';
import { contentOf, type KeysContent, keysContent, keysOf } from './api-key-content.js';
import { withKeysLock } from './brief-lock.js';
import type { Cipher } from './cipher.js';
import { openDocument } from './document.js';
import type { KeyUses } from './key-uses.js';
import { type Report, storageError } from './storage-error.js';

const LOOK_EVERY_MS = 500;

type Hear = (before: readonly ApiKey[], now: readonly ApiKey[]) => void;

export interface ApiKeys extends ApiKeyStore {
  /** Called with the keys before and after each time that another process turns out to have changed them. */
  onElsewhere(hear: Hear): void;
  /** Looks twice a second whether another process has changed them, until the signal is aborted. Never rejects. */
  watch(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface ApiKeysOptions {
  /** As the system spells it. Another process may have it open as well. */
  readonly directory: string;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly report: Report;
  readonly uses: Omit<KeyUses, 'close'>;
}

/**
 * The keys of other programs in one encrypted document that more than one process may change: each change is made under
 * a lock of its own, upon what is on the disk at that moment. Throws `storage`.
 */
export async function openApiKeys(options: ApiKeysOptions): Promise<ApiKeys> {
  const { directory, clock, report, uses } = options;
  const inLock = <T>(work: () => Promise<T>) => withKeysLock(directory, clock, work);
  const document = await inLock(() =>
    openDocument<KeysContent>({ ...options, name: 'keys', schema: keysContent, empty: () => ({ keys: [] }) }),
  );
  const hearing: Hear[] = [];
  let seen = await document.read();
  let durable = keysOf(seen);
  let unreadable = false;
  let closed = false;
  /** Changes wait for each other and for other processes; looks do not wait for other processes. */
  const inOrder = oneByOne();
  const inTurn = oneByOne();

  /** Takes over what another process wrote. */
  async function look(): Promise<void> {
    const content = await document.read();
    if (content === seen) return;
    const isSame = JSON.stringify(content) === JSON.stringify(seen);
    seen = content;
    if (isSame) return;
    const before = durable;
    durable = keysOf(content);
    for (const hear of hearing) hear(before, durable);
  }

  async function write(change: Parameters<ApiKeyStore['update']>[0]): Promise<void> {
    if (closed) throw storageError('closed', 'the store is closed');
    await look();
    await document.update(content => {
      const next = contentOf(change(keysOf(content)));
      if (!next) throw new DeskError('bug', 'keys that cannot be');
      content.keys = next.keys;
    });
    seen = await document.read();
    durable = keysOf(seen);
    // The previous generation becomes a copy too: a key that was revoked must not come back with it.
    await document.update(() => {}).catch(copyFailed);
    seen = await document.read();
  }

  function copyFailed(): void {
    report(
      'store_copy_failed',
      { document: 'keys' },
      {
        ko: 'API 키 파일의 예비 사본을 쓰지 못했습니다. 디스크 상태를 확인하세요.',
        en: 'The spare copy of the API key file could not be written. Check the disk.',
      },
    );
  }

  /** Whoever revokes a key elsewhere counts on being heard, so that it cannot be read is told, once. */
  function lookFailed(): void {
    if (unreadable) return;
    unreadable = true;
    report(
      'store_keys_unread',
      { document: 'keys' },
      {
        ko: 'API 키 파일을 읽지 못해 마지막으로 읽은 키를 계속 씁니다. 다른 곳에서 폐기한 키가 아직 쓰일 수 있습니다. 디스크 상태를 확인하세요.',
        en: 'The API key file cannot be read, so the keys read last stay in use, also one revoked elsewhere. Check the disk.',
      },
    );
  }

  return {
    list: () => durable,
    update: change => inOrder(() => inLock(() => inTurn(() => write(change)))),
    lastUsedAt: id => uses.at(id),
    noteUse: (id, at) => uses.note(id, at),
    onElsewhere: hear => void hearing.push(hear),
    async watch(signal) {
      while (!signal.aborted) {
        await inTurn(look).then(() => {
          unreadable = false;
        }, lookFailed);
        // Rejects only when the watch is over.
        await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
      }
    },
    async close() {
      // What another process wrote since the last look must not be overwritten with an older copy.
      const end = async () => {
        closed = true;
        await look();
        await document.close();
      };
      await inOrder(() => inLock(() => inTurn(end))).catch(() => undefined);
      closed = true;
    },
  };
}

/** Runs what it is given one after the other, whatever became of those before. */
function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return work => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
}
