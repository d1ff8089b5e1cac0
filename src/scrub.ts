/** Shorter ones would blot out words that have nothing to do with them. */
const LEAST_CHARACTERS = 8;
const BLOT = '***';

/** What blots out secrets. */
export interface Scrubber {
  /** From here on this is a secret. Too short a one is none. */
  learn(secret: string): void;
  forget(secret: string): void;
  /** The text without any secret that is known: as it is, URL-encoded, escaped for JSON, in hex and in base64 at any alignment. */
  scrub(text: string): string;
}

/**
 * The forms of a secret are worked out once, when it becomes known, and found by their first characters: a line costs the
 * same whether there are two secrets or some thousands.
 */
export function createScrubber(): Scrubber {
  const known = new Set<string>();
  const byBeginning = new Map<string, string[]>();

  function longestAt(text: string, at: number): string | undefined {
    let longest: string | undefined;
    for (const form of byBeginning.get(text.slice(at, at + LEAST_CHARACTERS)) ?? []) {
      if (form.length > (longest?.length ?? 0) && text.startsWith(form, at)) longest = form;
    }
    return longest;
  }

  return {
    learn(secret) {
      if (secret.length < LEAST_CHARACTERS || known.has(secret)) return;
      known.add(secret);
      for (const form of formsOf(secret)) {
        const beginning = form.slice(0, LEAST_CHARACTERS);
        const others = byBeginning.get(beginning);
        if (others) others.push(form);
        else byBeginning.set(beginning, [form]);
      }
    },
    forget(secret) {
      if (!known.delete(secret)) return;
      for (const form of formsOf(secret)) {
        const beginning = form.slice(0, LEAST_CHARACTERS);
        const forms = byBeginning.get(beginning) ?? [];
        // Once: another secret may have the same form.
        const place = forms.indexOf(form);
        if (place >= 0) forms.splice(place, 1);
        if (forms.length === 0) byBeginning.delete(beginning);
      }
    },
    scrub(text) {
      let clean = '';
      let from = 0;
      for (let at = 0; at + LEAST_CHARACTERS <= text.length; at += 1) {
        const form = longestAt(text, at);
        if (form === undefined) continue;
        clean += text.slice(from, at) + BLOT;
        from = at + form.length;
        at = from - 1;
      }
      return clean + text.slice(from);
    },
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
