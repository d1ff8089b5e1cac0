import { afterEach, beforeEach, expect } from 'vitest';
import { callsBelongTo } from './platform-calls.js';

/** A stand-in server keeps what it refused because the platform forbids it. */
export interface StrictServer {
  /** A test that is about such a refusal takes it out of the list. */
  readonly violations: string[];
}

/** No test of this file may end with a call that the platform forbids, unless it has looked at it. */
export function noViolations(servers: () => readonly (StrictServer | undefined)[]): void {
  beforeEach(({ task }) => callsBelongTo(`${task.file.name}: ${task.name}`));
  afterEach(() => {
    expect(servers().flatMap(server => server?.violations ?? [])).toEqual([]);
  });
}
