import { createDecipheriv } from 'node:crypto';
import type { CipherKeys } from './frame.js';

const BASE64 = /^[0-9A-Za-z+/]+={0,2}$/;

/** The text of an encrypted payload (AES-256-CBC, PKCS#7, base64); undefined when it is none under these keys. */
export function decrypt(payload: string, { key, iv }: CipherKeys): string | undefined {
  if (!BASE64.test(payload)) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-cbc', Buffer.from(key), Buffer.from(iv));
    return Buffer.concat([decipher.update(payload, 'base64'), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
