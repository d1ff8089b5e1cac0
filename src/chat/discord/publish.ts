import { type REST, Routes } from 'discord.js';
import { asDeskError, type Clock, type DeskError, type Language, type Log } from '../../core/index.js';
import { patiently } from '../connection/index.js';
import { discordFault } from './faults.js';
import { type CommandPayload, sameCommands } from './register.js';

/**
 * Writes a guild's commands in one call, and only if they differ. A failure is logged and returned: one guild that
 * cannot be written must not keep the others waiting.
 */
export async function publishCommands(
  payloads: readonly CommandPayload[],
  guildId: string,
  using: {
    rest: REST;
    applicationId: string;
    language: Language;
    clock: Clock;
    log: Log;
    signal: AbortSignal;
  },
): Promise<DeskError | undefined> {
  const { rest, applicationId, language, clock, log, signal } = using;
  const route = Routes.applicationGuildCommands(applicationId, guildId);
  const call = (work: () => Promise<unknown>) =>
    patiently(
      () =>
        work().catch((error: unknown) => {
          throw discordFault(error, language);
        }),
      clock,
      signal,
    );
  try {
    const query = new URLSearchParams({ with_localizations: 'true' });
    const registered = await call(() => rest.get(route, { query }));
    if (sameCommands(payloads, registered)) return undefined;
    await call(() => rest.put(route, { body: payloads }));
    log('info', 'discord.registered', { guild: guildId, commands: payloads.length });
    return undefined;
  } catch (thrown) {
    const error = asDeskError(thrown);
    log('error', 'discord.notRegistered', { guild: guildId, kind: error.kind, message: error.message });
    return error;
  }
}
