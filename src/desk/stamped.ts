import type { Draft, Reply, Stamp } from '../core/index.js';

/** A draft as it goes out: what it is about is for the desk alone. */
export function stamped(
  { about: _about, stamp, ...shown }: Draft,
  desk: Stamp,
  visibility: Reply['visibility'],
): Reply {
  return { ...shown, stamp: stamp ?? desk, visibility };
}
