/** Runs work on the same thing one after the other, in the order in which it was asked for. */
export type InOrder = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * For messages that are written again and again: an earlier text that is still being retried must not arrive after,
 * and so undo, a later one. Work with different keys does not wait for each other, nor for a failure before it.
 */
export function createInOrder(): InOrder {
  const latest = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = latest.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    latest.set(key, turn);
    const leave = () => {
      if (latest.get(key) === turn) latest.delete(key);
    };
    void turn.then(leave, leave);
    return turn;
  };
}
