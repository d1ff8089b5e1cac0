import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { HandedToken } from '../core/index.js';
import { instant, isoKst } from './desk/amounts.js';

export const handed = z
  .object({
    access_token: z.string(),
    expired_at: z.string().openapi({
      description: 'When it dies, by the clock in Seoul, with microseconds and without an offset.',
      example: '2026-01-29T14:00:00.123456',
    }),
    expires_at: instant.openapi({ description: 'The same instant with its offset.' }),
    generation: z.int().openapi({ description: 'Grows by one with every new token.' }),
    refresh_after: instant.openapi({ description: 'Keep the token until then and ask again.' }),
  })
  .openapi('HandedToken');

/** A token as it is answered. */
export interface Described {
  readonly body: z.infer<typeof handed>;
  readonly etag: string;
  /** First 8 hex digits of its SHA-256. */
  readonly fingerprint: string;
}

/** Describes tokens; the one that it was asked for last costs nothing the next time. */
export function describer(): (token: HandedToken) => Described {
  let last: { readonly token: HandedToken; readonly described: Described } | undefined;
  return token => {
    if (last && isSame(last.token, token)) return last.described;
    const described = describe(token);
    last = { token, described };
    return described;
  };
}

function isSame(one: HandedToken, other: HandedToken): boolean {
  return (
    one.token === other.token &&
    one.generation === other.generation &&
    one.expiresAt === other.expiresAt &&
    one.refreshAfter === other.refreshAfter
  );
}

function describe({ token, expiresAt, generation, refreshAfter }: HandedToken): Described {
  const fingerprint = createHash('sha256').update(token).digest('hex').slice(0, 8);
  const body = {
    access_token: token,
    expired_at: seoulTime(expiresAt),
    expires_at: isoKst(expiresAt),
    generation,
    refresh_after: isoKst(refreshAfter),
  };
  return { body, etag: `"${generation}-${fingerprint}"`, fingerprint };
}

/** ms as `2026-01-29T14:00:00.123000`. */
function seoulTime(ms: number): string {
  return `${isoKst(ms).slice(0, 'yyyy-mm-ddThh:mm:ss.sss'.length)}000`;
}

/** Whether an If-None-Match names this ETag. */
export function matches(header: string, etag: string): boolean {
  return header.split(',').some(given => given.trim().replace(/^W\//, '') === etag);
}
