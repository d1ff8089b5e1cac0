import { unzipSync } from 'fflate';
import { DeskError } from '../core/index.js';

/** The real files hold less than one million bytes. */
const MOST_BYTES = 16_000_000;

/**
 * The one `.mst` file in a downloaded zip. Never unpacks more than 16 MB, whatever the archive promises.
 * Throws `unavailable` when it is no zip or has no such file.
 */
export function unpackMaster(zip: Uint8Array): Uint8Array {
  const [file, ...others] = Object.values(unpacked(zip));
  if (file === undefined || others.length > 0) {
    throw new DeskError('unavailable', 'archive does not hold one master file');
  }
  return file;
}

function unpacked(zip: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(zip, {
      filter: file =>
        file.name.endsWith('.mst') && file.originalSize <= MOST_BYTES && file.size <= MOST_BYTES,
    });
  } catch (thrown) {
    throw new DeskError('unavailable', 'not a readable archive', {}, { cause: thrown });
  }
}
