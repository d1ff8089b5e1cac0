import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCipher } from '../../src/store/cipher.js';

const master = Buffer.alloc(32, 7);

it('opens what it sealed, whatever the text', () => {
  const cipher = createCipher(master, 'tokens');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
      expect(cipher.open(cipher.seal(plain, context), context)).toBe(plain);
    }),
  );
});

it('does not open after any single bit was flipped', () => {
  const cipher = createCipher(master, 'tokens');
  const sealed = Buffer.from(cipher.seal('접근토큰 1', 'a'), 'base64');
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const bad = Buffer.from(sealed);
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(cipher.open(bad.toString('base64'), 'a')).toBeUndefined();
  }
});

it('does not open in another place, for another purpose or with another key', () => {
  const sealed = createCipher(master, 'tokens').seal('secret', 'account a');
  expect(createCipher(master, 'tokens').open(sealed, 'account b')).toBeUndefined();
  expect(createCipher(master, 'settings').open(sealed, 'account a')).toBeUndefined();
  expect(createCipher(Buffer.alloc(32, 8), 'tokens').open(sealed, 'account a')).toBeUndefined();
});

it.each(['', 'AAAA', 'not base64 at all'])('does not open %j', text => {
  expect(createCipher(master, 'tokens').open(text, 'a')).toBeUndefined();
});

it('never repeats a nonce', () => {
  const cipher = createCipher(master, 'tokens');
  const nonces = Array.from({ length: 20_000 }, () => cipher.seal('', '').slice(0, 16));
  expect(new Set(nonces).size).toBe(nonces.length);
});

it('tells keys apart by an id that does not tell the key', () => {
  const id = createCipher(master, 'tokens').keyId;
  expect(createCipher(master, 'settings').keyId).toBe(id);
  expect(createCipher(Buffer.alloc(32, 8), 'tokens').keyId).not.toBe(id);
  expect(id).toMatch(/^[0-9a-f]{16}$/);
});
