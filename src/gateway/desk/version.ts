import { DeskError } from '../../core/index.js';

/** A version as an entity tag. */
export const etagOf = (version: number): string => `"${version}"`;

const VERSION = /^"(0|[1-9][0-9]{0,14})"$/;

/**
 * The version that a change replaces, 0 for a new document; undefined when the request names none. Throws `input` for
 * what is no version of ours, and for both headers at once.
 */
export function versionMeant(headers: {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
}): number | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (noneMatch !== undefined) {
    if (noneMatch.trim() !== '*' || match !== undefined) throw malformed('If-None-Match');
    return 0;
  }
  if (match === undefined) return undefined;
  const version = VERSION.exec(match.trim())?.[1];
  if (version === undefined) throw malformed('If-Match');
  return Number(version);
}

const malformed = (argument: string) =>
  new DeskError('input', 'no version', { problem: 'malformed', argument });
