import { asDeskError, type ErrorDetail } from '../../../src/core/index.js';

/** Kind and detail of the DeskError that something throws or rejects with; fails the test when it does not. */
export async function deniedWith(act: () => unknown): Promise<{ kind: string; detail: ErrorDetail }> {
  try {
    await act();
  } catch (thrown) {
    const { kind, detail, message } = asDeskError(thrown);
    if (kind === 'bug') throw new Error(`a bug: ${message}`, { cause: thrown });
    return { kind, detail };
  }
  throw new Error('nothing was denied');
}
