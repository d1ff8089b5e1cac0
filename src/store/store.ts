import type {
  Activity,
  AlertSettings,
  AuditMark,
  AuditReads,
  AuditTrail,
  Bilingual,
  Clock,
  DiskRoom,
  HaltStore,
  Inbox,
  IntentJournal,
  JobRuns,
  KnownDays,
  Language,
  LifeLine,
  Log,
  MemberStore,
  OnceStore,
  OutboxJournal,
  PreferenceStore,
  Secret,
  Shelf,
  StepUpStore,
  TokenVault,
  Usage,
} from '../core/index.js';
import { type Accounts, accountCiphers, openAccounts } from './accounts.js';
import { openActivity } from './activity.js';
import { type ApiKeys, openApiKeys } from './api-keys.js';
import { auditKey, createAuditReads } from './audit-reads.js';
import { openAuditTrail } from './audit-trail.js';
import { createCipher } from './cipher.js';
import { closeToOthers, holdsDocuments, prepareDirectory } from './data-directory.js';
import { openDeskState } from './desk-state.js';
import { diskRoom } from './disk-room.js';
import { openHaltFile } from './halt-file.js';
import { INBOX_FILE, openInbox } from './inbox.js';
import { INTENT_FILE, openIntentJournal } from './intent-journal.js';
import { openKeyUses } from './key-uses.js';
import { masterKey } from './keys.js';
import { type DirectoryLock, lockDirectory } from './lock.js';
import { openMembers } from './members.js';
import { ONCE_FILE, openOnceJournal } from './once-journal.js';
import { OUTBOX_FILE, openOutboxJournal } from './outbox-journal.js';
import { openPreferences } from './preferences.js';
import { openShelf } from './shelf.js';
import { openStepUp } from './step-up.js';
import type { Report } from './storage-error.js';
import { tidyLarge } from './tidy-large.js';
import { openTokenVault } from './token-vault.js';
import { openUsage } from './usage.js';

export interface StoreOptions {
  /** The data directory; made with mode 0700 when it is missing. One process at a time. */
  directory: string;
  /** `STORE_KEY`: 32 bytes in hex or base64. Without it the key file counts. */
  key: Secret | undefined;
  /** Made with mode 0600 on the first start; belongs outside the directory. */
  keyFile: string;
  clock: Clock;
  log: Log;
  /** Of the remarks; Korean by default. */
  language?: Language;
  /** Told of everything that had to be mended, the same again included, at the start and as long as the store is open. */
  onRemark?(event: string, remark: Bilingual): void;
}

/** Everything that must survive a crash, in one directory held by this process. */
export interface Store {
  readonly vault: TokenVault;
  readonly inbox: Inbox;
  readonly members: MemberStore;
  readonly apiKeys: ApiKeys;
  readonly accounts: Accounts;
  readonly stepUp: StepUpStore;
  /** `head`: its last durable line; undefined before the first. */
  readonly audit: AuditTrail & { head(): AuditMark | undefined };
  readonly auditReads: AuditReads;
  readonly intents: IntentJournal;
  readonly halts: HaltStore;
  readonly outbox: OutboxJournal;
  readonly once: OnceStore;
  readonly alertSettings: AlertSettings;
  readonly jobRuns: JobRuns;
  readonly lifeLine: LifeLine;
  readonly knownDays: KnownDays;
  readonly usage: Usage;
  readonly activity: Activity;
  readonly preferences: PreferenceStore;
  readonly shelf: Shelf;
  /** Makes the journals smaller that have grown and can be. */
  tidy(): Promise<void>;
  /** Of the disk that holds the data directory. Throws `storage`. */
  diskRoom(): Promise<DiskRoom>;
  /** What had to be mended since the start, in words for the operator; the latest twenty. */
  remarks(): readonly string[];
  /** Waits for what is being written, then gives the directory free. Later writes are refused with `storage`. */
  close(): Promise<void>;
}

/**
 * Opens the store. Throws `storage`; `detail.problem` says what is wrong (see StorageProblem), and in every such
 * case the files are untouched.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { clock, log, language = 'ko', onRemark } = options;
  const remarks: string[] = [];
  const report: Report = (event, fields, remarkIn) => {
    log('warn', event, fields);
    onRemark?.(event, remarkIn);
    const remark = remarkIn[language];
    if (remarks.includes(remark)) return;
    remarks.push(remark);
    if (remarks.length > 20) remarks.shift();
  };

  const directory = await prepareDirectory(options.directory);
  const lock = await lockDirectory(directory, clock);
  const opened: { close(): Promise<void> }[] = [];
  async function open<T extends { close(): Promise<void> }>(part: Promise<T>): Promise<T> {
    const here = await part;
    opened.push(here);
    return here;
  }
  try {
    const swept = await closeToOthers(directory);
    if (swept > 0) log('info', 'store_temps_swept', { count: swept });
    const master = await masterKey({
      key: options.key,
      keyFile: options.keyFile,
      mayCreate: !(await holdsDocuments(directory)),
      report,
    });
    const key = auditKey(master);
    const vault = await open(
      openTokenVault({ directory, cipher: createCipher(master, 'tokens'), clock, report }),
    );
    const members = await open(
      openMembers({ directory, cipher: createCipher(master, 'members'), clock, report }),
    );
    const keyUses = await open(
      openKeyUses({ directory, cipher: createCipher(master, 'key-uses'), clock, report }),
    );
    const apiKeys = await open(
      openApiKeys({ directory, cipher: createCipher(master, 'keys'), clock, report, uses: keyUses }),
    );
    const accounts = await open(openAccounts({ directory, ...accountCiphers(master), clock, report }));
    const stepUp = await open(
      openStepUp({ directory, cipher: createCipher(master, 'step-up'), clock, report }),
    );
    const intents = await open(openIntentJournal({ directory, clock, report }));
    const halts = await open(openHaltFile({ directory, clock, language, report }));
    const inbox = await open(openInbox({ directory, cipher: createCipher(master, 'inbox'), report }));
    const outbox = await open(
      openOutboxJournal({ directory, cipher: createCipher(master, 'outbox'), report }),
    );
    const once = await open(
      openOnceJournal({ directory, cipher: createCipher(master, 'once'), clock, report }),
    );
    const desk = await open(
      openDeskState({ directory, cipher: createCipher(master, 'desk'), clock, report }),
    );
    const shelf = await open(
      openShelf({ directory, cipherFor: name => createCipher(master, name), clock, report }),
    );
    const usage = await open(openUsage({ directory, cipher: createCipher(master, 'usage'), clock, report }));
    const activity = await open(
      openActivity({ directory, cipher: createCipher(master, 'activity'), clock, report }),
    );
    const preferences = await open(
      openPreferences({ directory, cipher: createCipher(master, 'preferences'), clock, report }),
    );
    const audit = await open(openAuditTrail({ directory, key, clock, report }));
    const knownMarks = () => {
      const head = audit.head();
      return head ? [head] : [];
    };
    let closing: Promise<void> | undefined;
    return {
      vault,
      inbox,
      members,
      apiKeys,
      accounts,
      stepUp,
      audit,
      auditReads: createAuditReads(directory, key, knownMarks),
      intents,
      halts,
      outbox,
      once,
      alertSettings: desk.alertSettings,
      jobRuns: desk.jobRuns,
      lifeLine: desk.lifeLine,
      knownDays: desk.knownDays,
      usage,
      activity,
      preferences,
      shelf,
      tidy: () =>
        tidyLarge(directory, [
          [INBOX_FILE, inbox],
          [OUTBOX_FILE, outbox],
          [INTENT_FILE, intents],
          [ONCE_FILE, once],
        ]),
      diskRoom: () => diskRoom(directory),
      remarks: () => [...remarks],
      close: () => (closing ??= closeAll(opened, lock)),
    };
  } catch (error) {
    await closeAll(opened, lock);
    throw error;
  }
}

/** What was acknowledged is on the disk already, so a part that fails to close costs nothing. */
async function closeAll(opened: readonly { close(): Promise<void> }[], lock: DirectoryLock): Promise<void> {
  await Promise.allSettled(opened.map(part => part.close()));
  await lock.release();
}
