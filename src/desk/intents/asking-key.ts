import type { Place } from '../../core/index.js';

/** The id of the key whose program asks from here; undefined: a person does. */
export function askingKey({ platform, id }: Pick<Place, 'platform' | 'id'>): string | undefined {
  return platform === 'web' && id.startsWith('key:') ? id.slice('key:'.length) : undefined;
}
