import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
  type LocalizationMap,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { z } from 'zod';
import type { ArgSpec, Bilingual, Command, Language } from '../../core/index.js';
import { shorten } from './shorten.js';

/** Discord's rules for a command: how long its texts may be and what a name may look like. */
const NAME = /^[-_'\p{L}\p{N}]{1,32}$/u;
const LONGEST_TEXT = 100;
const MOST_CHOICES = 25;
const MOST_OPTIONS = 25;
const MOST_COMMANDS = 100;

export type CommandPayload = RESTPostAPIChatInputApplicationCommandsJSONBody;

/**
 * The command table as Discord application commands: typed options, texts in both languages, and the first Korean
 * alias that Discord would allow as the name Koreans see.
 */
export function commandPayloads(commands: readonly Command[], language: Language): CommandPayload[] {
  const taken = new Set<string>();
  return commands.slice(0, MOST_COMMANDS).map(command => {
    const korean = command.aliases.find(
      alias => /[가-힣]/.test(alias) && NAME.test(alias) && !taken.has(alias),
    );
    if (korean !== undefined) taken.add(korean);
    return {
      type: 1,
      name: command.name,
      ...(korean === undefined ? {} : { name_localizations: { ko: korean } }),
      ...described(command.summary, language),
      // Discord wants the required ones first; text has its own order.
      options: command.args
        .toSorted((a, b) => Number(b.required ?? false) - Number(a.required ?? false))
        .slice(0, MOST_OPTIONS)
        .map(spec => optionPayload(spec, koreanName(spec, command.args), language)),
    };
  });
}

/** The Korean name if Discord would allow it, and no other argument of the command goes by it. */
function koreanName({ name, ko }: ArgSpec, all: readonly ArgSpec[]): string | undefined {
  const taken = all.some(other => other.name === ko || (other.ko === ko && other.name !== name));
  return NAME.test(ko) && ko === ko.toLowerCase() && !taken ? ko : undefined;
}

/** Choices and proposals while typing exclude each other at Discord; what can be listed whole is listed. */
function optionPayload(
  spec: ArgSpec,
  korean: string | undefined,
  language: Language,
): APIApplicationCommandBasicOption {
  const base = {
    name: spec.name,
    ...(korean === undefined ? {} : { name_localizations: { ko: korean } }),
    ...described(spec.description, language),
    required: spec.required ?? false,
  };
  switch (spec.kind) {
    case 'integer':
      return {
        ...base,
        type: ApplicationCommandOptionType.Integer,
        ...(spec.min === undefined ? {} : { min_value: spec.min }),
        ...(spec.max === undefined ? {} : { max_value: spec.max }),
      };
    case 'choice':
      return { ...base, type: ApplicationCommandOptionType.String, ...choicesOf(spec, language) };
    // People write these in many ways (`7.1만`, `전량`, `30분`), so they come as text.
    case 'text':
    case 'symbol':
    case 'account':
    case 'code':
    case 'date':
    case 'quantity':
    case 'price':
    case 'duration':
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        ...(spec.suggest === undefined ? {} : { autocomplete: true }),
      };
  }
}

/** More choices than Discord can list are typed instead: a list cut short would put the others out of reach. */
function choicesOf(
  { choices = [] }: ArgSpec,
  language: Language,
): { choices?: APIApplicationCommandOptionChoice<string>[] } {
  if (choices.length > MOST_CHOICES) return {};
  const listed = choices.map(({ value, label }) => ({
    name: shorten(label[language], LONGEST_TEXT),
    name_localizations: inBoth(label),
    value,
  }));
  return { choices: listed };
}

function described(text: Bilingual, language: Language) {
  return { description: shorten(text[language], LONGEST_TEXT), description_localizations: inBoth(text) };
}

function inBoth(text: Bilingual): LocalizationMap {
  return {
    ko: shorten(text.ko, LONGEST_TEXT),
    'en-US': shorten(text.en, LONGEST_TEXT),
    'en-GB': shorten(text.en, LONGEST_TEXT),
  };
}

const localised = z.record(z.string(), z.string().nullable()).nullish();
const choiceShape = z.object({ name: z.string(), name_localizations: localised, value: z.unknown() });
const optionShape = z.object({
  type: z.number(),
  name: z.string(),
  name_localizations: localised,
  description: z.string(),
  description_localizations: localised,
  required: z.boolean().nullish(),
  choices: z.array(choiceShape).nullish(),
  min_value: z.number().nullish(),
  max_value: z.number().nullish(),
  autocomplete: z.boolean().nullish(),
});
const commandShape = z.object({
  type: z.number().nullish(),
  name: z.string(),
  name_localizations: localised,
  description: z.string(),
  description_localizations: localised,
  options: z.array(optionShape).nullish(),
});
const listShape = z.array(commandShape);

/** Whether Discord already has exactly these commands; what it adds by itself (ids, versions) does not count. */
export function sameCommands(wanted: readonly CommandPayload[], registered: unknown): boolean {
  const ours = listShape.safeParse(wanted);
  const theirs = listShape.safeParse(registered);
  return ours.success && theirs.success && canonical(ours.data) === canonical(theirs.data);
}

/** Text in which absent, null, false and empty are one, keys are ordered, and commands are ordered by name. */
function canonical(commands: z.infer<typeof listShape>): string {
  const ordered = commands.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return JSON.stringify(
    ordered.map(command => ({ ...command, type: 1 })),
    (_, value: unknown) => {
      if (value === false || value === null || (Array.isArray(value) && value.length === 0)) return undefined;
      if (typeof value !== 'object' || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    },
  );
}
