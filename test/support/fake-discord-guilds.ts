import { guildPayload } from './fake-discord-payloads.js';
import { type Body, Refusal } from './fake-discord-rules.js';

/** The guilds that a bot is in. */
export interface FakeGuilds {
  /** As READY lists them; the list is the same one for good. */
  readonly announced: readonly Body[];
  /** As GUILD_CREATE tells them, likewise. */
  readonly payloads: readonly Body[];
  /** Those that the bot has left. */
  readonly left: readonly string[];
  /** Somebody adds the bot to another guild. */
  join(guildId: string): void;
  leave(guildId: string): void;
}

export function fakeGuilds(options: {
  guildId: string;
  channelId: string;
  dispatch(type: string, data: Body): void;
}): FakeGuilds {
  const announced: { id: string; unavailable: boolean }[] = [];
  const payloads: Body[] = [];
  const left: string[] = [];

  function add(id: string, channelId: string): Body {
    const payload = guildPayload(id, channelId);
    announced.push({ id, unavailable: true });
    payloads.push(payload);
    return payload;
  }

  add(options.guildId, options.channelId);
  return {
    announced,
    payloads,
    left,
    join: id => options.dispatch('GUILD_CREATE', add(id, `${id}1`)),
    leave(id) {
      const at = announced.findIndex(guild => guild.id === id);
      if (at < 0) throw new Refusal(404, 10_004, 'Unknown Guild');
      announced.splice(at, 1);
      payloads.splice(at, 1);
      left.push(id);
      options.dispatch('GUILD_DELETE', { id });
    },
  };
}
