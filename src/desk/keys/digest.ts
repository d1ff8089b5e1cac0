import { createHash } from 'node:crypto';

/** Longer than any key; what stands beyond is not read. */
const MOST_BYTES = 512;
/** SHA-256 works on so many bytes at a time, and adds nine of its own to the last. */
const BLOCK_BYTES = 64;
const OWN_BYTES = 9;

const blocksOf = (bytes: number) => Math.ceil((bytes + OWN_BYTES) / BLOCK_BYTES);
const BLOCKS = blocksOf(MOST_BYTES) + 1;
const FILLER = Buffer.alloc(BLOCKS * BLOCK_BYTES);

/** SHA-256 of a key, as it is kept. */
export function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/**
 * SHA-256 of whatever somebody presented, also of nothing. The work is the same for every length: what is not hashed of
 * it is hashed of zeros.
 */
export function digestPresented(presented = ''): Buffer {
  const bytes = Buffer.alloc(MOST_BYTES);
  const length = bytes.write(presented, 'utf8');
  const digest = createHash('sha256').update(bytes.subarray(0, length)).digest();
  const left = (BLOCKS - blocksOf(length)) * BLOCK_BYTES - OWN_BYTES;
  createHash('sha256').update(FILLER.subarray(0, left)).digest();
  return digest;
}
