import { type Body, invalid, isBody, lengthOf, listOf, onlyKeys, unique } from './fake-discord-refusal.js';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES = new Set(
  (
    'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th ' +
    'zh-CN ja zh-TW ko'
  ).split(' '),
);
const TYPE = { string: 3, integer: 4, number: 10 };
const NUMBERS: readonly unknown[] = [TYPE.integer, TYPE.number];
const TYPED: readonly unknown[] = [TYPE.string, ...NUMBERS];
/** Of the names, descriptions and values of one command, each in its longest language. */
const MOST_CHARACTERS = 8000;

const COMMAND_KEYS = [
  'type',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'options',
  'default_member_permissions',
  'nsfw',
  'contexts',
  'integration_types',
];
const OPTION_KEYS = [
  'type',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'required',
  'choices',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'autocomplete',
];

/** A guild's command list that may be written: chat-input commands with plain options, which are all we have. */
export function checkCommands(body: unknown): Body[] {
  const commands = listOf(body, 'commands', 100);
  uniqueNames(commands, 'command');
  for (const command of commands) {
    onlyKeys(command, 'command', COMMAND_KEYS);
    if (command['type'] !== undefined && command['type'] !== 1) throw invalid('command type');
    const length = checkNamed(command) + checkOptions(listOf(command['options'], 'options', 25));
    if (length > MOST_CHARACTERS) throw invalid(`${String(command['name'])} is over ${MOST_CHARACTERS}`);
  }
  return commands;
}

function checkOptions(options: readonly Body[]): number {
  uniqueNames(options, 'option');
  const required = options.map(option => option['required'] === true);
  if (required.some((yes, i) => yes && required[i - 1] === false))
    throw invalid('required options come first');
  return options.reduce((sum, option) => sum + checkNamed(option) + checkOption(option), 0);
}

function checkOption(option: Body): number {
  onlyKeys(option, 'option', OPTION_KEYS);
  const { type, min_value: least, max_value: most, min_length: shortest, max_length: longest } = option;
  if (!(Number(type) >= 3 && Number(type) <= 11)) throw invalid('option type');
  for (const bound of [least, most]) {
    if (bound === undefined) continue;
    const fits = type === TYPE.integer ? Number.isSafeInteger(bound) : typeof bound === 'number';
    if (!NUMBERS.includes(type) || !fits) throw invalid('a bound of an option');
  }
  if (least !== undefined && most !== undefined && Number(least) > Number(most)) throw invalid('min_value');
  for (const [bound, from] of [
    [shortest, 0],
    [longest, 1],
  ] as const) {
    if (bound === undefined) continue;
    const fits = Number.isInteger(bound) && Number(bound) >= from && Number(bound) <= 6000;
    if (type !== TYPE.string || !fits) throw invalid('a length of an option');
  }
  const choices = listOf(option['choices'], 'choices', 25);
  if (choices.length > 0 && !TYPED.includes(type)) throw invalid('choices of an option that takes none');
  if (option['autocomplete'] === true && (!TYPED.includes(type) || option['choices'] !== undefined)) {
    throw invalid('autocomplete beside choices, or on an option that takes none');
  }
  return checkChoices(choices, type === TYPE.string);
}

/** The choices of an option, or the suggestions while one is typed; the characters that they have. */
export function checkChoices(choices: readonly Body[], areTexts: boolean): number {
  uniqueNames(choices, 'choice');
  unique(
    choices.map(choice => choice['value']),
    'choice.value',
  );
  return choices.reduce((sum, choice) => {
    onlyKeys(choice, 'choice', ['name', 'name_localizations', 'value']);
    const { value } = choice;
    const names = [choice['name'], ...Object.values(localised(choice, 'name_localizations'))];
    const longest = Math.max(...names.map(name => lengthOf(name, 'choice.name', 100, 1)));
    if (areTexts) return sum + longest + lengthOf(value, 'choice.value', 100, 1);
    if (typeof value !== 'number') throw invalid('choice.value is no number');
    return sum + longest;
  }, 0);
}

/** The characters of name and description, each in its longest language. */
function checkNamed(part: Body): number {
  const names = [part['name'], ...Object.values(localised(part, 'name_localizations'))];
  for (const name of names) {
    if (typeof name !== 'string' || !NAME.test(name) || name !== name.toLowerCase())
      throw invalid(`name ${String(name)}`);
  }
  const descriptions = [part['description'], ...Object.values(localised(part, 'description_localizations'))];
  const lengths = descriptions.map(text => lengthOf(text, 'description', 100, 1));
  return Math.max(...names.map(name => String(name).length)) + Math.max(...lengths);
}

/** In no language do two parts have the same name. */
function uniqueNames(parts: readonly Body[], what: string): void {
  const locales = new Set(parts.flatMap(part => Object.keys(localised(part, 'name_localizations'))));
  for (const locale of [undefined, ...locales]) {
    const names = parts.map(part =>
      locale === undefined ? part['name'] : (localised(part, 'name_localizations')[locale] ?? part['name']),
    );
    unique(names, `${what} name`);
  }
}

function localised(part: Body, key: 'name_localizations' | 'description_localizations'): Body {
  const texts = part[key];
  if (texts === undefined || texts === null) return {};
  if (!isBody(texts)) throw invalid(key);
  const strange = Object.keys(texts).find(locale => !LOCALES.has(locale));
  if (strange !== undefined) throw invalid(`${key} in ${strange}`);
  return texts;
}
