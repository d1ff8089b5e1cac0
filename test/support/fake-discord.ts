import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fakeChannel, type NonceBook, type ShownMessage } from './fake-discord-channel.js';
import { type FakeGateway, fakeGateway } from './fake-discord-gateway.js';
import { type FakeGuilds, fakeGuilds } from './fake-discord-guilds.js';
import { asBody, readBody, reply, type UploadedFile } from './fake-discord-http.js';
import { type FakePeople, fakeInteractions } from './fake-discord-interactions.js';
import { type DiscordLimits, discordLimits } from './fake-discord-limits.js';
import { APPLICATION, BOT_USER, messagePayload, snowflakes } from './fake-discord-payloads.js';
import { fakeRooms } from './fake-discord-rooms.js';
import { type Body, checkCommands, Refusal } from './fake-discord-rules.js';
import { type Plug, plugOf } from './outage.js';
import { recorded } from './platform-calls.js';

export type { FakeInteraction } from './fake-discord-interactions.js';

export interface Fault {
  /** `POST /interactions/`: method, then the beginning of the path below `/api/v10`; '' is every call. */
  readonly on: string;
  /**
   * A status; `reset` cuts the connection before anything is done, `lost` after it was done; `silence` and `hang` never
   * answer, the second after it was done.
   */
  readonly answer: number | 'reset' | 'lost' | 'silence' | 'hang';
  /** Discord's own code beside the status, such as 50013. */
  readonly code?: number;
  /** Seconds, for 429. */
  readonly retryAfter?: number;
  readonly times?: number;
}

export interface FakeDiscord extends FakePeople, Pick<FakeGuilds, 'join' | 'left'> {
  /** The base address, as DISCORD_API_BASE takes it. */
  readonly url: string;
  readonly token: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly gateway: FakeGateway;
  /** `GET /gateway/bot` and so on, in order. */
  readonly calls: readonly string[];
  readonly commands: ReadonlyMap<string, readonly Body[]>;
  /** What was refused because the platform forbids it, unless it was asked to fail. */
  readonly violations: string[];
  /** Rates, which are kept only when a test asks for them. */
  readonly limits: DiscordLimits;
  /** Messages that the bot posted in the channel by itself. */
  readonly posted: readonly ShownMessage[];
  /** Those in a person's own channel with it. */
  postedTo(userId: string): readonly ShownMessage[];
  /** The person takes no messages of the bot any more. */
  closeTo(userId: string): void;
  /** Takes the whole of Discord off the net, and puts it back. */
  readonly plug: Plug;
  /** A person deletes a message. */
  remove(message: ShownMessage): void;
  accept(token: string): void;
  fail(fault: Fault): void;
  heal(): void;
  close(): Promise<void>;
}

/** Discord for one bot in one guild: REST and gateway on one loopback port. */
export async function fakeDiscord(options: {
  now(): number;
  token?: string;
  /** How often the bot must say that it is there. */
  heartbeatMs?: number;
}): Promise<FakeDiscord> {
  const token = options.token ?? 'fake.discord.token-of-the-test-bot';
  const guildId = '800000000000000001';
  const channelId = '810000000000000001';
  const calls: string[] = [];
  const commands = new Map<string, Body[]>();
  const faults: (Fault & { left: number })[] = [];
  let accepted = token;

  const violations: string[] = [];
  const limits = discordLimits(options.now);
  const snowflake = snowflakes(options.now);
  const nonces: NonceBook = new Map();
  const channel = fakeChannel(channelId, snowflake, options.now, nonces);
  const rooms = fakeRooms({ channelId, guild: channel, snowflake, now: options.now, nonces });
  const guilds = fakeGuilds({ guildId, channelId, dispatch: (type, data) => gateway.dispatch(type, data) });
  const interactions = fakeInteractions({
    now: options.now,
    snowflake,
    channelOf: rooms.of,
    guildId,
    channelId,
    dispatch: data => gateway.dispatch('INTERACTION_CREATE', data),
  });
  const asMessage = (message: ShownMessage) => messagePayload(message, options.now());

  function run(method: string, path: string, json: unknown, files: readonly UploadedFile[]): unknown {
    const [, a = '', b = '', c = '', d = ''] = path.split('/');
    if (path === '/gateway/bot') {
      const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
      return { url: gatewayUrl(), shards: 1, session_start_limit: limit };
    }
    if (a === 'interactions') {
      return interactions.acknowledge(b, c, asBody(json));
    }
    if (a === 'webhooks') return interactions.webhook(method, c, d === 'messages', asBody(json), files);
    if (a === 'channels' && c === 'messages') {
      const body = asBody(json);
      const room = rooms.of(b);
      return asMessage(method === 'PATCH' ? room.edit(d, body, files) : room.post(body, files));
    }
    if (method === 'POST' && path === '/users/@me/channels') return rooms.open(asBody(json));
    if (method === 'DELETE' && path.startsWith('/users/@me/guilds/')) return guilds.leave(d);
    if (a === 'applications' && d === guildId) {
      if (method === 'PUT') commands.set(d, withDefaults(checkCommands(json)));
      return commands.get(d) ?? [];
    }
    throw new Refusal(403, 50_001, 'Missing Access');
  }

  /** What Discord adds to a command of its own accord. */
  const withDefaults = (list: readonly Body[]) =>
    list.map(command => ({
      default_member_permissions: null,
      ...command,
      id: snowflake(),
      application_id: APPLICATION,
      version: snowflake(),
      nsfw: false,
      contexts: null,
    }));

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? '';
    const path = (request.url ?? '').replace(/^\/api\/v10/, '').replace(/\?.*$/, '');
    const { json, files } = await readBody(request);
    const line = `${method} ${path}`;
    calls.push(line);
    const fault = faults.find(f => f.left > 0 && line.startsWith(f.on));
    if (fault) fault.left -= 1;
    if (fault?.answer === 'reset') return void request.socket.destroy();
    if (fault?.answer === 'silence') return;
    if (typeof fault?.answer === 'number') {
      const retry = fault.retryAfter ?? 1;
      const headers = fault.answer === 429 ? { 'retry-after': String(retry) } : undefined;
      const body = { code: fault.code ?? 0, message: 'made to fail', retry_after: retry };
      return reply(response, fault.answer, body, headers);
    }
    try {
      const open = /^\/(interactions|webhooks)\//.test(path);
      if (!open && request.headers.authorization !== `Bot ${accepted}`) {
        throw new Refusal(401, 0, '401: Unauthorized');
      }
      limits.check(method, path);
      const result = run(method, path, json, files);
      if (fault?.answer === 'lost') return void request.socket.destroy();
      if (fault?.answer === 'hang') return;
      reply(response, result === undefined ? 204 : 200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.isForbidden) violations.push(`${line}: ${error.code} ${error.message}`);
      limits.refused(error.status);
      reply(response, error.status, error.body, error.headers);
    }
  }

  const server = createServer(recorded('discord', (request, response) => void handle(request, response)));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const plug = plugOf(server, () => gateway.cut());
  const gatewayUrl = () => `ws://127.0.0.1:${plug.port}/gateway`;
  const gateway = fakeGateway({
    server,
    url: gatewayUrl,
    accepts: given => given === accepted,
    ready: {
      v: 10,
      user: BOT_USER,
      application: { id: APPLICATION, flags: 0 },
      guilds: guilds.announced,
    },
    guilds: guilds.payloads,
    now: options.now,
    heartbeatMs: options.heartbeatMs,
    forbidden: what => void violations.push(what),
  });

  return {
    url: `http://127.0.0.1:${plug.port}/api`,
    token,
    guildId,
    channelId,
    gateway,
    calls,
    commands,
    violations,
    limits,
    posted: channel.posted,
    postedTo: userId => rooms.with(userId)?.posted ?? [],
    closeTo: rooms.closeTo,
    plug,
    remove: channel.remove,
    ...interactions.people,
    join: guilds.join,
    left: guilds.left,
    accept(next) {
      accepted = next;
    },
    fail: fault => void faults.push({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    heal: () => void faults.splice(0),
    async close() {
      gateway.close();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
