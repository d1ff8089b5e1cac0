import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fakeChannel, type ShownMessage } from './fake-discord-channel.js';
import { type FakeGateway, fakeGateway } from './fake-discord-gateway.js';
import { asBody, readBody, reply, type UploadedFile } from './fake-discord-http.js';
import {
  APPLICATION,
  BOT_USER,
  guildPayload,
  interactionPayload,
  messagePayload,
  snowflakes,
} from './fake-discord-payloads.js';
import { type Body, checkCommands, Refusal } from './fake-discord-rules.js';

/** What a person did, and everything that the bot did about it. */
export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly at: number;
  /** Type of the one acknowledgement: 5 deferred reply, 6 deferred update. */
  acknowledged: { type: number; flags: number; at: number } | undefined;
  /** The reply, or the card whose button was pressed. */
  original: ShownMessage | undefined;
  originalDeleted: boolean;
  readonly followUps: ShownMessage[];
}

export interface Fault {
  /** `POST /interactions/`: method, then the beginning of the path below `/api/v10`. */
  readonly on: string;
  /** A status; `reset` cuts the connection before anything is done, `lost` after it was done. */
  readonly answer: number | 'reset' | 'lost';
  /** Discord's own code beside the status, such as 50013. */
  readonly code?: number;
  /** Seconds, for 429. */
  readonly retryAfter?: number;
  readonly times?: number;
}

export interface FakeDiscord {
  /** The base address, as DISCORD_API_BASE takes it. */
  readonly url: string;
  readonly token: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly gateway: FakeGateway;
  /** `GET /gateway/bot` and so on, in order. */
  readonly calls: readonly string[];
  readonly commands: ReadonlyMap<string, readonly Body[]>;
  /** Messages that the bot posted in the channel by itself. */
  readonly posted: readonly ShownMessage[];
  /** A person deletes a message. */
  remove(message: ShownMessage): void;
  command(name: string, options?: readonly Body[], by?: Body): FakeInteraction;
  press(card: ShownMessage, customId: string, by?: Body): FakeInteraction;
  accept(token: string): void;
  fail(fault: Fault): void;
  heal(): void;
  close(): Promise<void>;
}

const ACK_LIMIT_MS = 3000;
const TOKEN_LIMIT_MS = 15 * 60_000;

/** Discord for one bot in one guild: REST and gateway on one loopback port. */
export async function fakeDiscord(options: { now(): number; token?: string }): Promise<FakeDiscord> {
  const token = options.token ?? 'fake.discord.token-of-the-test-bot';
  const guildId = '800000000000000001';
  const channelId = '810000000000000001';
  const calls: string[] = [];
  const commands = new Map<string, Body[]>();
  const interactions = new Map<string, FakeInteraction>();
  const faults: (Fault & { left: number })[] = [];
  let accepted = token;

  const snowflake = snowflakes(options.now);
  const channel = fakeChannel(channelId, snowflake, options.now);
  const asMessage = (message: ShownMessage) => messagePayload(message, options.now());

  function acknowledge(interaction: FakeInteraction, body: Body): void {
    const late = options.now() - interaction.at > ACK_LIMIT_MS;
    if (late) throw new Refusal(404, 10_062, 'Unknown interaction');
    if (interaction.acknowledged) {
      throw new Refusal(400, 40_060, 'Interaction has already been acknowledged.');
    }
    const flags = Number(asBody(body['data'])['flags'] ?? 0);
    interaction.acknowledged = { type: Number(body['type']), flags, at: options.now() };
  }

  function webhook(
    method: string,
    interaction: FakeInteraction | undefined,
    isOriginal: boolean,
    body: Body,
    files: readonly UploadedFile[],
  ): unknown {
    if (!interaction?.acknowledged || options.now() - interaction.at > TOKEN_LIMIT_MS) {
      throw new Refusal(401, 50_027, 'Invalid Webhook Token');
    }
    const { acknowledged } = interaction;
    if (!isOriginal) {
      const message = channel.show(body, files);
      interaction.followUps.push(message);
      return asMessage(message);
    }
    if (interaction.originalDeleted) throw new Refusal(404, 10_008, 'Unknown Message');
    if (method === 'DELETE') {
      interaction.originalDeleted = true;
      if (interaction.original) channel.remove(interaction.original);
      return undefined;
    }
    interaction.original = interaction.original
      ? channel.change(interaction.original, body, files)
      : channel.show({ ...body, flags: acknowledged.flags }, files);
    return asMessage(interaction.original);
  }

  function run(method: string, path: string, json: unknown, files: readonly UploadedFile[]): unknown {
    const [, a = '', b = '', c = '', d = ''] = path.split('/');
    if (path === '/gateway/bot') {
      const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
      return { url: gatewayUrl(), shards: 1, session_start_limit: limit };
    }
    if (a === 'interactions') {
      const interaction = interactions.get(c);
      if (interaction?.id !== b) throw new Refusal(404, 10_062, 'Unknown interaction');
      return acknowledge(interaction, asBody(json));
    }
    if (a === 'webhooks') return webhook(method, interactions.get(c), d === 'messages', asBody(json), files);
    if (a === 'channels' && b === channelId && c === 'messages') {
      const body = asBody(json);
      return asMessage(method === 'PATCH' ? channel.edit(d, body, files) : channel.post(body, files));
    }
    if (a === 'applications' && d === guildId) {
      if (method === 'PUT') commands.set(d, withDefaults(checkCommands(json)));
      return commands.get(d) ?? [];
    }
    throw new Refusal(403, 50_001, 'Missing Access');
  }

  /** What Discord adds to a command of its own accord. */
  const withDefaults = (list: readonly Body[]) =>
    list.map(command => ({ ...command, id: snowflake(), version: snowflake(), nsfw: false, contexts: null }));

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? '';
    const path = (request.url ?? '').replace(/^\/api\/v10/, '').replace(/\?.*$/, '');
    const { json, files } = await readBody(request);
    const line = `${method} ${path}`;
    calls.push(line);
    const fault = faults.find(f => f.left > 0 && line.startsWith(f.on));
    if (fault) fault.left -= 1;
    if (fault?.answer === 'reset') return void request.socket.destroy();
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
      const result = run(method, path, json, files);
      if (fault?.answer === 'lost') return void request.socket.destroy();
      reply(response, result === undefined ? 204 : 200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply(response, error.status, { code: error.code, message: error.message });
    }
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const gatewayUrl = () => `ws://127.0.0.1:${address.port}/gateway`;
  const gateway = fakeGateway({
    server,
    url: gatewayUrl,
    accepts: given => given === accepted,
    ready: {
      v: 10,
      user: BOT_USER,
      application: { id: APPLICATION, flags: 0 },
      guilds: [{ id: guildId, unavailable: true }],
    },
    guilds: [guildPayload(guildId, channelId)],
  });

  function interact(type: 2 | 3, data: Body, by: Body, message?: ShownMessage): FakeInteraction {
    const interaction: FakeInteraction = {
      id: snowflake(),
      token: `token-${interactions.size + 1}`,
      at: options.now(),
      acknowledged: undefined,
      original: message,
      originalDeleted: false,
      followUps: [],
    };
    interactions.set(interaction.token, interaction);
    const event = { type, data, by, guildId, channelId, message: message && asMessage(message) };
    gateway.dispatch('INTERACTION_CREATE', interactionPayload(interaction, event));
    return interaction;
  }

  return {
    url: `http://127.0.0.1:${address.port}/api`,
    token,
    guildId,
    channelId,
    gateway,
    calls,
    commands,
    posted: channel.posted,
    remove: channel.remove,
    command: (name, given = [], by = {}) =>
      interact(2, { id: snowflake(), name, type: 1, options: given }, by),
    press: (card, customId, by = {}) => interact(3, { custom_id: customId, component_type: 2 }, by, card),
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
