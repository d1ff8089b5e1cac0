import { COMMANDS } from '../../commands/index.js';
import { createDiscord } from '../../src/chat/discord/index.js';
import { type Clock, type Dispatcher, type Log, Secret } from '../../src/core/index.js';
import { parseText } from '../../src/desk/parse.js';
import { until } from '../support/fake-desk.js';
import { type FakeDiscord, type FakeInteraction, fakeDiscord } from '../support/fake-discord.js';
import type { ShownMessage } from '../support/fake-discord-channel.js';
import type { Body } from '../support/fake-discord-rules.js';
import { type AnswerCount, type Seat, type Seen, SITTERS, type Sitter, seenOf } from './chat-seat.js';

const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Body[] => (Array.isArray(value) ? value.filter(isBody) : []);

const SUPPRESS_NOTIFICATIONS = 1 << 12;

/** A button where it stands. */
interface Placed {
  readonly message: ShownMessage;
  readonly id: string;
}

/** Discord's guild channel, through the real client. */
export async function discordSeat(parts: {
  readonly clock: Clock;
  readonly log: Log;
  readonly answers: AnswerCount;
  readonly dispatcher: Dispatcher;
}): Promise<Seat & { readonly server: FakeDiscord }> {
  const { clock, log, answers, dispatcher } = parts;
  const server = await fakeDiscord({ now: clock.now });
  const shownOf = new WeakMap<Seen, readonly ShownMessage[]>();
  const platform = createDiscord({
    token: new Secret(server.token),
    guildIds: [server.guildId],
    alertChannelId: server.channelId,
    apiBase: server.url,
    commands: COMMANDS,
    dispatcher,
    language: 'ko',
    clock,
    log,
    changed: () => undefined,
  });

  function seenIn(messages: readonly ShownMessage[]): Seen {
    const seen = seenOf(
      messages.length > 0 && messages.every(({ isPrivate }) => isPrivate),
      messages.map(message => ({
        text: () => textOf(message),
        buttons: () => buttonsOf(message).map(({ label }) => label),
      })),
    );
    shownOf.set(seen, messages);
    return seen;
  }

  /** What came of an interaction: its own answer, what followed, and what the bot posted meanwhile. */
  function newIn(interaction: FakeInteraction, before: readonly ShownMessage[]): Seen {
    const original = interaction.originalDeleted ? [] : [interaction.original].filter(m => m !== undefined);
    const posted = server.posted.filter(message => !before.includes(message));
    return seenIn([...new Set([...original, ...interaction.followUps, ...posted])]);
  }

  function find(seen: Seen, label: string): Placed {
    for (const message of shownOf.get(seen) ?? []) {
      const button = buttonsOf(message).find(one => one.label === label);
      if (button) return { message, id: button.id };
    }
    throw new Error(`no button ${label}: ${seen.buttons().join()}`);
  }

  const by = (who: Sitter) => ({ id: SITTERS[who] });

  await platform.start();
  await until(() => platform.status().state === 'connected', 'Discord');
  return {
    platform: 'discord',
    server,
    chat: platform,
    standing: ({ kind, id }) =>
      (kind === 'place' ? server.posted : server.postedTo(id)).map(message => ({
        seen: seenIn([message]),
        isSilent: (Number(message.body['flags'] ?? 0) & SUPPRESS_NOTIFICATIONS) !== 0,
      })),
    sitters: ['owner', 'other', 'looker', 'stranger'],
    async type(who, line) {
      const before = [...server.posted];
      const from = answers.count;
      const interaction = server.command(...commandOf(line), by(who));
      await answers.reach(from, 1);
      return newIn(interaction, before);
    },
    async press(who, seen, label) {
      const { message, id } = find(seen, label);
      const before = [...server.posted];
      const from = answers.count;
      const interaction = server.press(message, id, by(who));
      await answers.reach(from, 1);
      const answer = newIn(interaction, before);
      return interaction.followUps.length > 0 ? seenIn(interaction.followUps) : answer;
    },
    async fill(who, seen, label, values) {
      const { message, id } = find(seen, label);
      const asked = server.press(message, id, by(who));
      await until(() => asked.acknowledged?.type === 9, 'the form');
      const inputs = list(asked.acknowledged?.data['components']).map(one => one['component']);
      const names = inputs.map(input => (isBody(input) ? String(input['custom_id']) : ''));
      const before = [...server.posted];
      const from = answers.count;
      const given = Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
      const sent = server.submit(message, id, given, by(who));
      await answers.reach(from, 1);
      const added = server.posted.filter(one => !before.includes(one));
      return seenIn([...sent.followUps, ...added]);
    },
    async pressAtOnce(presses) {
      const placed = presses.map(([who, seen, label]) => ({ who, ...find(seen, label) }));
      const from = answers.count;
      for (const { who, message, id } of placed) server.press(message, id, by(who));
      await answers.reach(from, presses.length);
    },
    async stop() {
      await platform.stop();
      await server.close();
    },
  };
}

/** A typed line as the slash command that a person would fill in. */
function commandOf(line: string): [name: string, options: Body[]] {
  const parsed = parseText(line, COMMANDS);
  if (parsed.kind !== 'call') throw new Error(`not a command: ${line}`);
  const { command, given } = parsed;
  const options = Object.entries(given).map(([name, text]) => {
    const integer = command.args.find(spec => spec.name === name)?.kind === 'integer';
    return { name, type: integer ? 4 : 3, value: integer ? Number(text) : text };
  });
  return [command.name, options];
}

function textOf({ body }: ShownMessage): string {
  const embedded = list(body['embeds']).flatMap(embed => [
    embed['title'],
    embed['description'],
    ...list(embed['fields']).flatMap(field => [field['name'], field['value']]),
    isBody(embed['footer']) ? embed['footer']['text'] : undefined,
  ]);
  return [body['content'], ...embedded]
    .filter(text => typeof text === 'string')
    .join('\n')
    .replaceAll(/\\(?=[^\s\w])/g, '');
}

function buttonsOf({ body }: ShownMessage): readonly { label: string; id: string }[] {
  return list(body['components'])
    .flatMap(row => list(row['components']))
    .map(button => ({ label: String(button['label']), id: String(button['custom_id']) }));
}
