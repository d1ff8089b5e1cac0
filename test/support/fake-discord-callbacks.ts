import { checkChoices } from './fake-discord-commands.js';
import { checkMessage } from './fake-discord-messages.js';
import {
  type Body,
  flagsOf,
  invalid,
  isBody,
  lengthOf,
  listOf,
  onlyKeys,
  Refusal,
  unique,
} from './fake-discord-refusal.js';

/** Which first answers an interaction of which type takes; a form sent in may change a message only if it came from one. */
const ANSWERS: Readonly<Record<number, readonly number[]>> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  5: [4, 5, 6, 7],
};
const CALLBACK = { message: 4, deferred: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 };
const EPHEMERAL = 1 << 6;
const SUPPRESS_EMBEDS = 1 << 2;

/** What is known of an interaction when something is said through it. */
interface Asked {
  readonly type: number;
  readonly acknowledged: { readonly type: number } | undefined;
  readonly original: { readonly isPrivate: boolean } | undefined;
  readonly originalDeleted: boolean;
}

/** The first answer to an interaction: of a kind that fits what happened, with nothing that it cannot carry. */
export function checkCallback(asked: Asked, body: Body): void {
  onlyKeys(body, 'callback', ['type', 'data']);
  const type = Number(body['type']);
  if (!ANSWERS[asked.type]?.includes(type)) throw invalid(`callback ${type} to an interaction ${asked.type}`);
  const given = body['data'];
  if (given !== undefined && !isBody(given)) throw invalid('data');
  const data = given ?? {};
  switch (type) {
    case CALLBACK.message:
    case CALLBACK.update:
      checkMessage(data);
      break;
    case CALLBACK.deferred:
      onlyKeys(data, 'a deferred reply', ['flags']);
      flagsOf(data['flags'], 'flags', EPHEMERAL);
      break;
    case CALLBACK.deferredUpdate:
      onlyKeys(data, 'a deferred update', []);
      break;
    case CALLBACK.choices: {
      onlyKeys(data, 'suggestions', ['choices']);
      const choices = listOf(data['choices'], 'choices', 25);
      const areTexts = choices.every(choice => typeof choice['value'] === 'string');
      checkChoices(choices, areTexts);
      break;
    }
    default:
      checkModal(data);
  }
}

const ACTION_ROW = 1;
const LABEL = 18;

function checkModal(data: Body): void {
  onlyKeys(data, 'modal', ['custom_id', 'title', 'components']);
  lengthOf(data['custom_id'], 'modal.custom_id', 100, 1);
  lengthOf(data['title'], 'title', 45, 1);
  const ids = listOf(data['components'], 'modal.components', 5, 1).map(part => {
    if (part['type'] === LABEL) {
      onlyKeys(part, 'label', ['type', 'id', 'label', 'description', 'component']);
      lengthOf(part['label'], 'label', 45, 1);
      lengthOf(part['description'], 'label.description', 100);
      const input = part['component'];
      if (!isBody(input) || 'label' in input) throw invalid('label.component');
      return checkInput(input);
    }
    if (part['type'] !== ACTION_ROW) throw invalid(`component ${String(part['type'])} in a modal`);
    const [input = {}] = listOf(part['components'], 'row', 1, 1);
    lengthOf(input['label'], 'label', 45, 1);
    return checkInput(input);
  });
  unique(ids, 'custom_id');
}

const TEXT_INPUT = 4;
const LONGEST_INPUT = 4000;

function checkInput(input: Body): unknown {
  const known = [
    'type',
    'id',
    'custom_id',
    'style',
    'label',
    'min_length',
    'max_length',
    'required',
    'value',
  ];
  onlyKeys(input, 'input', [...known, 'placeholder']);
  if (input['type'] !== TEXT_INPUT) throw invalid(`component ${String(input['type'])} in a modal`);
  if (input['style'] !== 1 && input['style'] !== 2) throw invalid('style');
  lengthOf(input['custom_id'], 'custom_id', 100, 1);
  lengthOf(input['placeholder'], 'placeholder', 100);
  const shortest = bound(input['min_length'] ?? 0, 0);
  const longest = bound(input['max_length'] ?? LONGEST_INPUT, 1);
  if (shortest > longest) throw invalid('min_length is over max_length');
  lengthOf(input['value'], 'value', longest);
  return input['custom_id'];
}

function bound(value: unknown, least: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > LONGEST_INPUT) {
    throw invalid('min_length or max_length');
  }
  return value;
}

/** What is said through an interaction after its first answer. `isOriginal`: to the reply, not beside it. */
export function checkUse(asked: Asked, method: string, isOriginal: boolean, body: Body): void {
  const first = asked.acknowledged?.type;
  if (isOriginal && (first === CALLBACK.choices || first === CALLBACK.modal)) {
    throw new Refusal(404, 10_008, 'Unknown Message', { isForbidden: true });
  }
  if (method === 'DELETE') return;
  // What was private stays so, and what was not cannot become so.
  if (isOriginal) flagsOf(body['flags'], 'flags of an edit', SUPPRESS_EMBEDS);
  const fillsTheReply = first === CALLBACK.deferred && !asked.original && !asked.originalDeleted;
  if (!isOriginal && fillsTheReply) {
    throw invalid('a follow-up while the deferred reply is still to be filled would take its place');
  }
}
