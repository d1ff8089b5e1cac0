/** Shorter ones would blot out words that have nothing to do with them. */
const LEAST_CHARACTERS = 8;
const BLOT = '***';

/**
 * Blots out every secret of a list, as it is, URL-encoded, escaped for JSON, in hex and in base64 at any alignment. The
 * forms of a secret are worked out once and found by their first characters, so that a line costs the same whether there
 * are two secrets or some thousands.
 */
export function createScrubber(secrets: () => readonly string[]): (text: string) => string {
  let known = new Set<string>();
  let byBeginning = new Map<string, readonly string[]>();

  function learn(secret: string): void {
    known.add(secret);
    for (const form of formsOf(secret)) {
      const beginning = form.slice(0, LEAST_CHARACTERS);
      const others = byBeginning.get(beginning) ?? [];
      byBeginning.set(
        beginning,
        [...others, form].sort((a, b) => b.length - a.length),
      );
    }
  }

  function learnAll(): void {
    const listed = secrets().filter(({ length }) => length >= LEAST_CHARACTERS);
    // What left the list is forgotten now and then, not at every line.
    if (known.size > 2 * listed.length + 100) {
      known = new Set();
      byBeginning = new Map();
    }
    for (const secret of listed) if (!known.has(secret)) learn(secret);
  }

  return text => {
    learnAll();
    let clean = '';
    let from = 0;
    for (let at = 0; at + LEAST_CHARACTERS <= text.length; at += 1) {
      const forms = byBeginning.get(text.slice(at, at + LEAST_CHARACTERS));
      const form = forms?.find(one => text.startsWith(one, at));
      if (form === undefined) continue;
      clean += text.slice(from, at) + BLOT;
      from = at + form.length;
      at = from - 1;
    }
    return clean + text.slice(from);
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
