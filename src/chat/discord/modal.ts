import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import type { Form, FormField } from '../../core/index.js';
import { shorten } from './shorten.js';

const TITLE_LIMIT = 45;
const LABEL_LIMIT = 45;
const HINT_LIMIT = 100;
const MOST_FIELDS = 5;
/** Discord wants something to stand there. */
const NOTHING = '·';

/**
 * A form as a modal. It bears the id of the button that was pressed, so that sending it in is that press again, with
 * what was filled in; nothing has to be remembered meanwhile.
 */
export function modalOf({ title, fields }: Form, buttonId: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: buttonId,
    title: shorten(title, TITLE_LIMIT) || NOTHING,
    components: fields.slice(0, MOST_FIELDS).map(field => ({
      type: ComponentType.Label,
      label: shorten(field.label, LABEL_LIMIT) || NOTHING,
      component: inputOf(field),
    })),
  };
}

function inputOf({ name, hint, required, rest }: FormField) {
  const placeholder = shorten(hint, HINT_LIMIT);
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style: rest ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    ...(placeholder === '' ? {} : { placeholder }),
  } as const;
}
