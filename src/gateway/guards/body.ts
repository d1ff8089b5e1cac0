import type { IncomingMessage } from 'node:http';
import { DeskError } from '../../core/index.js';
import { refusal } from '../refusal.js';

const MOST_BYTES = 65_536;
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** Whether a request brings a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) !== 0);
}

/**
 * Reads a JSON body of at most 64 KB. What says that it is larger is refused before a byte of it is read; what does not
 * say so, once it is. Throws the refusal, and `cancelled` when the sender went away.
 */
export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const { 'content-length': length, 'content-type': type = '' } = incoming.headers;
  if (Number(length ?? 0) > MOST_BYTES) throw refusal('tooLarge');
  if (!JSON_TYPE.test(type)) throw refusal('notJson');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) return void chunks.push(chunk);
      incoming.off('data', onData);
      chunks.length = 0;
      reject(refusal('tooLarge'));
    };
    incoming.on('data', onData);
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', () => reject(new DeskError('cancelled', 'the request was broken off')));
    incoming.once('close', () => reject(new DeskError('cancelled', 'the request was broken off')));
  });
}
