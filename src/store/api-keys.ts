import { type ApiKey, type ApiKeyStore, type Clock, DeskError } from '../core/index.js';
import { contentOf, type KeysContent, keysContent, keysOf } from './api-key-content.js';
import type { Cipher } from './cipher.js';
import type { KeyUses } from './key-uses.js';
import { openSharedDocument } from './shared-document.js';
import type { Report } from './storage-error.js';

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
  const { uses } = options;
  const document = await openSharedDocument<KeysContent>({
    ...options,
    name: 'keys',
    schema: keysContent,
    empty: () => ({ keys: [] }),
    copyFailed: {
      ko: 'API 키 파일의 예비 사본을 쓰지 못했습니다. 디스크 상태를 확인하세요.',
      en: 'The spare copy of the API key file could not be written. Check the disk.',
    },
    // Whoever revokes a key elsewhere counts on being heard.
    unread: {
      event: 'store_keys_unread',
      ko: 'API 키 파일을 읽지 못해 마지막으로 읽은 키를 계속 씁니다. 다른 곳에서 폐기한 키가 아직 쓰일 수 있습니다. 디스크 상태를 확인하세요.',
      en: 'The API key file cannot be read, so the keys read last stay in use, also one revoked elsewhere. Check the disk.',
    },
  });
  let known = { content: document.content(), keys: keysOf(document.content()) };

  function list(): readonly ApiKey[] {
    const content = document.content();
    if (content !== known.content) known = { content, keys: keysOf(content) };
    return known.keys;
  }

  return {
    list,
    update: change =>
      document.update(content => {
        const next = contentOf(change(keysOf(content)));
        if (!next) throw new DeskError('bug', 'keys that cannot be');
        content.keys = next.keys;
      }),
    lastUsedAt: id => uses.at(id),
    noteUse: (id, at) => uses.note(id, at),
    onElsewhere: hear => document.onElsewhere((before, now) => hear(keysOf(before), keysOf(now))),
    watch: signal => document.watch(signal),
    close: () => document.close(),
  };
}
