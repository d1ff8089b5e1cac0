/** Shorter ones would blot out words that have nothing to do with them. */
const LEAST_CHARACTERS = 8;
const BLOT = '***';

/**
 * Blots out every secret of a list, as it is, URL-encoded, escaped for JSON, in hex and in base64 at any alignment. The
 * forms of a secret are worked out once.
 */
export function createScrubber(secrets: () => readonly string[]): (text: string) => string {
  const known = new Map<string, readonly string[]>();
  return text => {
    let clean = text;
    for (const secret of secrets()) {
      if (secret.length < LEAST_CHARACTERS) continue;
      let forms = known.get(secret);
      if (forms === undefined) {
        forms = formsOf(secret);
        known.set(secret, forms);
      }
      for (const form of forms) if (clean.includes(form)) clean = clean.replaceAll(form, BLOT);
    }
    return clean;
  };
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  // The characters at both ends of base64 depend on the neighbours; those between do not.
  const shifted = [0, 1, 2].map(shift => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    return padded.toString('base64').slice(shift === 0 ? 0 : 4, Math.floor(padded.length / 3) * 4);
  });
  const base64 = shifted.filter(form => form.length >= LEAST_CHARACTERS);
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      hex,
      hex.toUpperCase(),
      ...base64,
      ...base64.map(form => form.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ];
}
