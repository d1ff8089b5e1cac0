import { DeskError, type Principal, type Role } from '../core/index.js';

/** Throws `denied` for whoever has not this role. */
export function requireRole({ roles }: Pick<Principal, 'roles'>, role: Role): void {
  if (!roles.has(role)) throw new DeskError('denied', 'role', { need: role });
}

/**
 * Throws `denied` for a program. It could otherwise become the person in whose name its key speaks, and do more than the
 * key allows.
 */
export function requireNoProgram({ byKey }: Pick<Principal, 'byKey'>): void {
  if (byKey) throw new DeskError('denied', 'a program', { need: 'person', what: 'command' });
}
