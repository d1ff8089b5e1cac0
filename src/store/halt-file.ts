import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, DeskError, type Halt, type HaltStore, type Language } from '../core/index.js';
import { fittingHalts } from './halt-fit.js';
import { reportTorn, reportUnreadable, reportUnreserved, unreadableHalt } from './halt-remarks.js';
import { fitSlot, openSlot, type Slot, sealSlot } from './halt-slot.js';
import { openSlotFile, type SlotFile, type SlotIndex } from './slot-file.js';
import { type Report, storageError } from './storage-error.js';

export interface HaltFileOptions {
  directory: string;
  clock: Clock;
  /** Of the reasons that are given here. */
  language: Language;
  report: Report;
}

const FILE = 'halts.bin';
const FLAG = 'HALT';

/**
 * Halts in a file whose room is taken on the first start and only ever written in place, so that a full disk does not
 * keep a halt from being stored (a file system that copies on every write, such as btrfs or ZFS, cannot promise that).
 * Both slots hold the same between two saves; a save that is cut short leaves one of them whole.
 *
 * Throws `storage` when the file cannot be opened (`unreadable`) or a later version wrote it (`newerFormat`). When the
 * disk is full on the first start that is reported, and each `save` tries again.
 */
export async function openHaltFile(
  options: HaltFileOptions,
): Promise<HaltStore & { close(): Promise<void> }> {
  const { directory, clock, language, report } = options;
  const path = join(directory, FILE);
  let file = await openSlotFile(path, sealSlot(0, [])).catch((cause: unknown) => {
    if (!(cause instanceof DeskError)) throw unreadable(cause);
    reportUnreserved(report, FILE);
    return undefined;
  });
  let newest: { slot: SlotIndex; generation: number } = { slot: 0, generation: 0 };
  let stored: readonly Halt[] = [];
  if (file) await takeUp(file);
  let closing: Promise<void> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** Learns what is stored and puts the newest into both slots. */
  async function takeUp(opened: SlotFile): Promise<void> {
    const bytes = await read(opened);
    const [first, second] = [openSlot(bytes[0]), openSlot(bytes[1])];
    const slot = generationOf(second) > generationOf(first) ? 1 : 0;
    const found = slot === 1 ? second : first;
    if (found.kind === 'good') {
      newest = { slot, generation: found.generation };
      stored = found.halts;
      if (first.kind !== second.kind) reportTorn(report, FILE);
    } else {
      stored = [unreadableHalt(clock, language)];
      reportUnreadable(report, FILE);
    }
    try {
      // Nothing is written where all is well; a hole is filled with what is read from it.
      const copy = found.kind === 'good' ? bytes[slot] : bytes[other(slot)];
      const isReserved = await opened.isReserved();
      if (!isReserved || !copy.equals(bytes[other(slot)])) await opened.write(other(slot), copy);
      if (!isReserved) await opened.write(slot, bytes[slot]);
    } catch {
      reportUnreserved(report, FILE);
    }
  }

  /** A file that was removed while the program runs is made anew. */
  async function present(): Promise<SlotFile> {
    if (file && (await file.isGone())) {
      await file.close();
      file = undefined;
    }
    file ??= await openSlotFile(path, sealSlot(0, []));
    return file;
  }

  async function write(halts: readonly Halt[]): Promise<void> {
    const generation = newest.generation + 1;
    const fitting = fittingHalts(halts, fitSlot, language);
    const slot = other(newest.slot);
    try {
      const bytes = sealSlot(generation, fitting);
      const opened = await present();
      await opened.write(slot, bytes);
      newest = { slot, generation };
      stored = fitting;
      // Stored by now; the second copy is against what may happen to the first while it rests.
      await opened.write(other(slot), bytes).catch(() => undefined);
    } catch (cause) {
      if (cause instanceof DeskError) throw cause;
      throw storageError('writeFailed', `cannot write ${FILE}`, { file: FILE }, cause);
    }
  }

  return {
    load: async () => stored,
    save(halts) {
      if (closing) return Promise.reject(storageError('closed', 'the store is closed', { file: FILE }));
      const saved = turn.then(() => write(halts));
      turn = saved.catch(() => undefined);
      return saved;
    },
    flagged: () => isThere(join(directory, FLAG)),
    close() {
      closing ??= turn.then(() => file?.close());
      return closing;
    },
  };
}

const other = (slot: SlotIndex): SlotIndex => (slot === 0 ? 1 : 0);

const generationOf = (slot: Slot) => (slot.kind === 'good' ? slot.generation : -1);

function unreadable(cause: unknown): DeskError {
  return storageError('unreadable', `cannot open ${FILE}`, { file: FILE }, cause);
}

/** Closes the file again when it is not ours to read. */
async function read(file: SlotFile): Promise<readonly [Buffer, Buffer]> {
  try {
    const bytes = await file.read();
    if (bytes.some(slot => openSlot(slot).kind === 'newer')) {
      throw storageError('newerFormat', `${FILE} was written by a newer version`, { file: FILE });
    }
    return bytes;
  } catch (cause) {
    await file.close();
    throw cause instanceof DeskError ? cause : unreadable(cause);
  }
}

/** Looks at once. Anything but a clear no counts as yes. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
