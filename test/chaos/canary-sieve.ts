/** So many characters in a row of any form of a secret are no chance. */
const WINDOW = 12;

/** Finds secrets in texts: whole ones, and every twelve characters of them, in all forms that they can be written in. */
export interface Sieve {
  /** The names of the secrets of which something stands in the text. */
  find(text: string): readonly string[];
}

export function createSieve(secrets: Readonly<Record<string, string>>): Sieve {
  const windows = new Map<string, string>();
  const short: [form: string, name: string][] = [];
  for (const [name, secret] of Object.entries(secrets)) {
    for (const form of formsOf(secret)) {
      if (form.length < WINDOW) short.push([form, name]);
      for (let at = 0; at + WINDOW <= form.length; at++) windows.set(form.slice(at, at + WINDOW), name);
    }
  }
  return {
    find(text) {
      const found = new Set(short.filter(([form]) => text.includes(form)).map(([, name]) => name));
      for (let at = 0; at + WINDOW <= text.length; at++) {
        const name = windows.get(text.slice(at, at + WINDOW));
        if (name !== undefined) found.add(name);
      }
      return [...found];
    },
  };
}

/** As it is, URL-encoded, in hex, and in base64 and base64url at any alignment. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  // The characters at both ends of base64 depend on the neighbours; those between do not.
  const base64 = [0, 1, 2].map(shift => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    return padded.toString('base64').slice(shift === 0 ? 0 : 4, Math.floor(padded.length / 3) * 4);
  });
  const url = base64.map(form => form.replaceAll('+', '-').replaceAll('/', '_'));
  return [...new Set([secret, encodeURIComponent(secret), hex, hex.toUpperCase(), ...base64, ...url])];
}
