import { element, part } from './element.js';
import type { Form } from './wire.js';

/** Whoever was asked is not there any more. */
export function stopAsking(): void {
  part('ask', HTMLDialogElement).close();
}

/** Asks what a press needs; undefined when the person gives up. */
export function ask({ title, fields }: Form): Promise<Readonly<Record<string, string>> | undefined> {
  const dialog = part('ask', HTMLDialogElement);
  part('ask-title', HTMLElement).textContent = title;
  const inputs = fields.map(({ name, required, secret }) => {
    const input = element('input', '');
    input.name = name;
    input.id = `ask-${name}`;
    input.required = required;
    input.maxLength = 200;
    input.type = secret ? 'password' : 'text';
    // Nothing that a browser should offer to keep.
    input.autocomplete = secret ? 'one-time-code' : 'off';
    return input;
  });
  part('ask-fields', HTMLElement).replaceChildren(
    ...fields.flatMap(({ name, label, hint }, at) => {
      const words = element('label', '', label, element('small', '', hint));
      words.htmlFor = `ask-${name}`;
      return [words, inputs[at] ?? ''];
    }),
  );
  dialog.returnValue = '';
  dialog.showModal();
  inputs[0]?.focus();
  return new Promise(resolve => {
    dialog.addEventListener(
      'close',
      () => {
        const given = Object.fromEntries(inputs.map(({ name, value }) => [name, value.trim()]));
        for (const input of inputs) input.value = '';
        resolve(dialog.returnValue === 'send' ? given : undefined);
      },
      { once: true },
    );
  });
}
