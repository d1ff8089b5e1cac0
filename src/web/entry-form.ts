import { part } from './element.js';
import { act, Refusal } from './server.js';
import { say } from './words.js';

/** What stands there while nobody is in. */
export interface EntryForm {
  /** Spends the code of a one-time link. True when it let us in. */
  useCode(code: string): Promise<boolean>;
  show(why: string): void;
  hide(): void;
}

export function createEntryForm(entered: () => void): EntryForm {
  const form = part('enter', HTMLFormElement);
  const why = part('enter-why', HTMLElement);
  const key = part('key', HTMLInputElement);

  async function enter(
    by: { readonly code: string } | { readonly key: string },
    no: string,
  ): Promise<boolean> {
    try {
      await act('/console/enter', by);
      return true;
    } catch (thrown) {
      why.textContent = thrown instanceof Refusal && thrown.status !== 403 ? thrown.message : no;
      return false;
    }
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    const given = key.value.trim();
    key.value = '';
    if (given === '') return;
    const no = say(
      '들어갈 수 없는 키입니다. 키와 권한(read)을 확인하세요.',
      'No such key, or one without “read”.',
    );
    enter({ key: given }, no).then(
      isIn => isIn && entered(),
      () => undefined,
    );
  });

  return {
    useCode: code =>
      enter(
        { code },
        say(
          '이미 썼거나 시간이 지난 링크입니다. 채팅에서 /web 으로 새로 받으세요.',
          'This link is used or over. Send /web in the chat for a new one.',
        ),
      ),
    show(text) {
      if (text !== '') why.textContent = text;
      form.hidden = false;
      key.focus();
    },
    hide() {
      why.textContent = '';
      form.hidden = true;
    },
  };
}
