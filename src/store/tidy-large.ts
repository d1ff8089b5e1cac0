import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A journal below it is not worth the writing, and would leave an archive behind for every day. */
const WORTH_BYTES = 65_536;

/** Tidies the journals that have grown since they were small, one after the other. */
export async function tidyLarge(
  directory: string,
  journals: readonly (readonly [file: string, journal: { tidy(): Promise<void> }])[],
): Promise<void> {
  for (const [file, journal] of journals) {
    const found = await stat(join(directory, file)).catch(() => undefined);
    if (found && found.size >= WORTH_BYTES) await journal.tidy();
  }
}
