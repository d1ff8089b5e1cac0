import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under one purpose's own key. */
export interface Cipher {
  /** Names the master key without telling it: equal ids, equal keys. */
  readonly keyId: string;
  /** Base64 of nonce, ciphertext and tag. It opens only with the same context. */
  seal(plain: string, context: string): string;
  /** Undefined when a single bit of text or context differs, or the key is another one. */
  open(sealed: string, context: string): string | undefined;
}

/** Derives the key of a purpose from the 32-byte master key (HKDF-SHA-256), so that no two uses share a key. */
export function createCipher(
  master: Buffer,
  purpose: string,
  random: (size: number) => Buffer = randomBytes,
): Cipher {
  const key = derive(master, `cipher ${purpose}`, 32);
  return {
    keyId: derive(master, 'key id', 8).toString('hex'),
    seal(plain, context) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const sealed = [nonce, cipher.update(plain, 'utf8'), cipher.final()];
      return Buffer.concat([...sealed, cipher.getAuthTag()]).toString('base64');
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/** The key of a purpose for keyed hashes (HMAC-SHA-256), likewise its own. */
export function hashKey(master: Buffer, purpose: string): Buffer {
  return derive(master, `hash ${purpose}`, 32);
}

function derive(master: Buffer, info: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `kis-chatops store ${info}`, bytes));
}
