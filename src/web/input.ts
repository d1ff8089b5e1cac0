import { part } from './element.js';
import { createSuggestions } from './suggestions.js';

const MOST_REMEMBERED = 100;

/** The line at the bottom. `send` gets what was typed; false: it did not get there, and stands in the line again. */
export function createInput(send: (text: string) => Promise<boolean>): { focus(): void } {
  const form = part('say', HTMLFormElement);
  const input = part('line', HTMLInputElement);
  const history: string[] = [];
  let remembered = 0;
  let isComposing = false;

  const suggestions = createSuggestions(line => {
    input.value = line;
    input.focus();
    suggestions.typed(line);
  });

  async function submit(): Promise<void> {
    const text = input.value.trim();
    // A letter that is being composed is no word yet.
    if (text === '' || isComposing) return;
    suggestions.close();
    input.value = '';
    if (history.at(-1) !== text) history.push(text);
    if (history.length > MOST_REMEMBERED) history.shift();
    remembered = history.length;
    if (!(await send(text)) && input.value === '') input.value = text;
  }

  function recall(by: 1 | -1): void {
    remembered = Math.max(0, Math.min(history.length, remembered + by));
    input.value = history[remembered] ?? '';
  }

  function take(line: string | undefined): boolean {
    if (line === undefined) return false;
    input.value = line;
    suggestions.typed(line);
    return true;
  }

  input.addEventListener('compositionstart', () => {
    isComposing = true;
  });
  input.addEventListener('compositionend', () => {
    isComposing = false;
  });
  input.addEventListener('input', () => suggestions.typed(input.value));
  input.addEventListener('blur', () => suggestions.close());
  input.addEventListener('keydown', event => {
    // Keys of a letter that is being composed belong to it; some systems tell only by the number.
    if (event.isComposing || event.keyCode === 229) return;
    const isOpen = suggestions.isOpen();
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const by = event.key === 'ArrowDown' ? 1 : -1;
        if (isOpen) suggestions.move(by);
        else recall(by);
        break;
      }
      case 'Tab':
        if (event.shiftKey || !isOpen || !take(suggestions.chosen() ?? suggestions.first())) return;
        break;
      case 'Enter':
        if (!take(suggestions.chosen())) void submit();
        break;
      case 'Escape':
        suggestions.close();
        break;
      default:
        return;
    }
    event.preventDefault();
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    void submit();
  });
  return { focus: () => input.focus() };
}
