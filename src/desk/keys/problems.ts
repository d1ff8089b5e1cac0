import { DeskError } from '../../core/index.js';

/** What is wrong with a wish for a key, for `detail.problem`; what people read for each is in `explanations-keys`. */
export type KeyInput =
  | 'keyName'
  | 'keyScopes'
  /** Nobody is there in whose name it could trade. */
  | 'keyOwner'
  /** Whoever is named is no member: `owner`. */
  | 'keyOwnerUnknown'
  /** The owner may not do themselves what the key is to do: `scope`. */
  | 'keyOwnerRole'
  /** `unattended` without `trade`. */
  | 'keyUnattended'
  | 'keyLimits'
  /** Limits, and nothing that they would limit. */
  | 'keyLimitsUseless'
  | 'keyLife'
  | 'keyOverlap';

export function keyInput(problem: KeyInput, detail: Readonly<Record<string, string>> = {}): DeskError {
  return new DeskError('input', `key: ${problem}`, { problem, argument: 'words', ...detail });
}

/** Why a key cannot be changed so. */
export type KeyProblem =
  /** Another key that is not over is called so: `name`. */
  | 'keyTaken'
  /** The configuration names it: `name`. */
  | 'keyFixed'
  /** Revoked or expired: `name`. */
  | 'keyOver';

export function keyProblem(problem: KeyProblem, name: string): DeskError {
  return new DeskError('impossible', `key: ${problem}`, { what: 'key', problem, name });
}

export function noSuchKey(name: string): DeskError {
  return new DeskError('notFound', 'no such key', { what: 'key', name });
}
