import type { Switches } from './switches.js';

/** KIS's app keys have 36 characters and its secrets 180; people make up shorter ones for a first try. */
export function appKeyAccepted(key: string, switches: Switches): boolean {
  if (switches.appKeys !== null) return switches.appKeys.includes(key);
  return wellFormed(key, 36, switches);
}

export function appSecretAccepted(secret: string, switches: Switches): boolean {
  return wellFormed(secret, 180, switches);
}

function wellFormed(text: string, length: number, switches: Switches): boolean {
  if (!/^[\x21-\x7e]{16,512}$/.test(text)) return false;
  return switches.lenientKeys || text.length === length;
}
