import { createRoute, z } from '@hono/zod-openapi';
import { type Command, DeskError, type Inbound, parseArgs, usageOf } from '../../core/index.js';
import { ALWAYS, failures, json } from '../answers.js';
import type { Api } from '../api.js';
import type { Caller } from '../caller.js';
import type { GatewayParts } from '../parts.js';
import { guarded } from './guarded.js';
import { replyJson, replySchema } from './reply-json.js';

const words = z.object({ ko: z.string(), en: z.string() });

const commandSchema = z
  .object({
    name: z.string().openapi({ example: 'price' }),
    summary: words,
    usage: words,
    access: z.enum(['view', 'trade', 'approve', 'admin']),
    args: z.array(
      z.object({
        name: z.string(),
        kind: z.string(),
        required: z.boolean(),
        description: words,
        choices: z.array(z.string()).optional(),
      }),
    ),
  })
  .openapi('Command');

const callSchema = z
  .strictObject({ args: z.record(z.string().max(32), z.string().max(500)).optional() })
  .openapi('CommandCall', { example: { args: { symbol: '005930' } } });

const answerSchema = z.object({ reply: replySchema }).openapi('CommandAnswer');

/** Any command of the chat, for programs. */
export function addCommands(api: Api, parts: GatewayParts): void {
  const { commands, dispatcher, clock } = parts;
  const common = guarded(parts, 'commands', 'read');
  const list = createRoute({
    ...common,
    method: 'get',
    path: '/api/v1/commands',
    summary: 'The commands of the desk and their arguments',
    responses: {
      200: json(z.object({ commands: z.array(commandSchema) }).openapi('Commands'), 'As /help lists them.'),
      ...failures(...ALWAYS),
    },
  });
  const run = createRoute({
    ...common,
    method: 'post',
    path: '/api/v1/commands/{name}',
    summary: 'Runs a command and gives its answer as data',
    description:
      'As if it were typed in chat by whoever the key acts for: role, account, rate and audit are the same. A failure ' +
      'of the command is an answer too, with the tone `warning` or `bad`. Buttons are pressed by people, not by keys; ' +
      'for orders use POST /api/v1/orders, which shows the ticket to its owner.',
    request: {
      params: z.object({
        name: z
          .string()
          .regex(/^[a-z][a-z0-9_]{0,31}$/)
          .openapi({ example: 'price' }),
      }),
      body: { required: true, content: { 'application/json': { schema: callSchema } } },
    },
    responses: { 200: json(answerSchema, 'What the desk says.'), ...failures(...ALWAYS, 404, 413, 415) },
  });

  api.openapi(list, c => c.json({ commands: commands.map(commandJson) }, 200));
  api.openapi(run, async c => {
    const { name } = c.req.valid('param');
    const { args = {} } = c.req.valid('json');
    const command = commands.find(one => one.name === name);
    if (!command) throw new DeskError('unknownCommand', 'not in the allow-list', { word: name });
    // A program is told by status what a person reads on a card.
    parseArgs(command.args, args);
    const eventId = Buffer.from(parts.random(16)).toString('base64url');
    const inbound = inboundOf(c.get('caller'), { eventId, sentAt: clock.now(), name, options: args });
    const outcome = await dispatcher.handle(inbound);
    dispatcher.answered(inbound);
    if (outcome.kind === 'reply') return c.json({ reply: replyJson(outcome.reply) }, 200);
    throw new DeskError('denied', 'the desk let nobody in', { need: 'view' });
  });
}

function inboundOf(
  { who, name: caller, place }: Caller,
  event: {
    readonly eventId: string;
    readonly sentAt: number;
    readonly name: string;
    readonly options: Readonly<Record<string, string>>;
  },
): Inbound {
  const { eventId, sentAt, name, options } = event;
  return {
    platform: 'web',
    eventId,
    who: { userId: place, name: who.name || caller },
    where: { platform: 'web', id: place, group: undefined, kind: 'private' },
    sentAt,
    content: { kind: 'command', name, options },
  };
}

function commandJson(command: Command): z.infer<typeof commandSchema> {
  const { name, summary, access, args } = command;
  return {
    name,
    summary: { ...summary },
    usage: { ko: usageOf(command, 'ko'), en: usageOf(command, 'en') },
    access,
    args: args.map(({ name: argument, kind, required = false, description, choices }) => ({
      name: argument,
      kind,
      required,
      description: { ...description },
      ...(choices ? { choices: choices.map(({ value }) => value) } : {}),
    })),
  };
}
