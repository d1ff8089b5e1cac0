import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A token that is recognised wherever it turns up, and that tells which generation it belongs to. */
export function canaryToken(secret: string, generation: number): string {
  return `${secret}.${generation}.`;
}

/** Every file of a directory that holds the secret as it is, in base64 at any alignment, or in hex. */
export async function filesWith(secret: string, directory: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    if (textWith(secret, bytes.toString('latin1'))) found.push(entry.name);
  }
  return found;
}

/** Whether a text holds the secret as it is, in base64 at any alignment, in hex, URL-encoded or escaped for JSON. */
export function textWith(secret: string, text: string): boolean {
  return encodings(secret).some(needle => text.includes(needle)) || text.toLowerCase().includes(hex(secret));
}

const hex = (secret: string) => Buffer.from(secret).toString('hex');

function encodings(secret: string): string[] {
  // The characters at both ends of base64 depend on the neighbours; those between do not.
  const shifted = [0, 1, 2].map(shift => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    return bytes.toString('base64').slice(shift === 0 ? 0 : 4, Math.floor(bytes.length / 3) * 4);
  });
  const url = shifted.map(text => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...shifted, ...url];
}
