import { SimpleShardingStrategy, type WebSocketOptions } from 'discord.js';

type BuildStrategy = NonNullable<WebSocketOptions['buildStrategy']>;

/** A gateway that accepts the connection but stays silent is given up after this. */
const HANDSHAKE_MS = 10_000;

export interface Gateway {
  readonly options: WebSocketOptions;
  /**
   * Makes sure that nothing reconnects any more. `Client.destroy()` does not: called between two connections it
   * has no effect and the library connects again half a second later, for ever if need be.
   */
  retire(): void;
}

/**
 * The gateway settings of one client, with the means to end it in any state. `unreadable` is told what the
 * library threw at an event that it could not take in: nobody else would catch it, and it would end the process.
 */
export function createGateway(unreadable: (thrown: unknown) => void): Gateway {
  let retired = false;

  const buildStrategy: BuildStrategy = manager => {
    const settings = manager.options;
    manager.emit = new Proxy(manager.emit, {
      apply(emit, self, given) {
        try {
          return Reflect.apply(emit, self, given);
        } catch (thrown) {
          unreadable(thrown);
          return true;
        }
      },
    });
    const retrieve = settings.retrieveSessionInfo.bind(settings);
    settings.handshakeTimeout = HANDSHAKE_MS;
    settings.helloTimeout = HANDSHAKE_MS;
    // Every connection begins by asking for the session to resume; left unanswered, it never comes to be.
    settings.retrieveSessionInfo = shardId =>
      retired ? new Promise<null>(() => undefined) : retrieve(shardId);
    // One that was on its way already is ended as soon as it can be: not before it is open.
    const end = () => {
      if (retired) setImmediate(() => void manager.destroy({ code: 1000 }));
    };
    for (const event of ['hello', 'ready', 'resumed'] as const) manager.on(event, end);
    return new SimpleShardingStrategy(manager);
  };

  return {
    options: { buildStrategy },
    retire() {
      retired = true;
    },
  };
}
