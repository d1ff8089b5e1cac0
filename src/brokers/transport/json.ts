/** A body as JSON; undefined when it is none, or was not UTF-8 (then any of its characters may be wrong). */
export function readJson(text: string): unknown {
  if (text.includes('\uFFFD')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
