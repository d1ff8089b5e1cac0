import type { Broker, ChatPlatform, Clock } from './core/index.js';
import type { TrackedDispatcher } from './desk/index.js';

/** How long a stop waits for commands under way, ms. */
const STOP_GRACE_MS = 3_000;

/** Nothing new is taken in; what is under way may finish for a moment, then its calls are cut off and it says so. */
export async function stopTalking(
  platforms: readonly ChatPlatform[],
  dispatcher: TrackedDispatcher,
  broker: Pick<Broker, 'close'>,
  clock: Clock,
): Promise<void> {
  const stopped = Promise.allSettled(platforms.map(platform => platform.stop())).then(() =>
    dispatcher.settled(),
  );
  const grace = new AbortController();
  const over = clock.sleep(STOP_GRACE_MS, grace.signal).then(
    () => broker.close(),
    () => undefined,
  );
  await stopped;
  grace.abort();
  await over;
}
