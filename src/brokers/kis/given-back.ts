/** Of a secret so much in one run that it stands nowhere by chance. */
const TELLING = 16;

/**
 * Whether a text gives one of these secrets back: as it is, with whatever escapes stand between its letters and digits
 * (JSON, a URL, JSON within JSON), in base64 or in hex. Such a text goes to nobody.
 */
export function givesBack(text: string, secrets: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return secrets.some(secret => {
    if (secret === '') return false;
    const bytes = Buffer.from(secret);
    const plain = tellingPart(secret);
    return (
      text.includes(plain) ||
      base64Parts(bytes).some(part => text.includes(part) || text.includes(urlForm(part))) ||
      lower.includes(bytes.toString('hex'))
    );
  });
}

/** In base64, also behind other words (`Bearer …`): what does not depend on the neighbours, for each of three places. */
function base64Parts(bytes: Buffer): string[] {
  const parts = [0, 1, 2].map(shift => {
    const placed = Buffer.concat([Buffer.alloc(shift), bytes]);
    return placed.toString('base64').slice(shift === 0 ? 0 : 4, Math.floor(placed.length / 3) * 4);
  });
  return parts.filter(part => part.length >= TELLING);
}

const urlForm = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');

/** The longest run that every way of escaping leaves as it is; the secret itself when that says little. */
function tellingPart(secret: string): string {
  const runs = secret.match(/[A-Za-z0-9]+/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  return longest.length >= TELLING ? longest : secret;
}
