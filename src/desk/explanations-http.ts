import type { Teller, Told } from './teller.js';

/** What is wrong with a request of a program; undefined: nothing that is told here. */
export function requestInput(t: Teller): string | undefined {
  const name = t.text('argument') ?? '';
  switch (t.text('problem')) {
    case 'whole':
      return t.say(
        `“${name}”: 1부터 999,999,999까지의 정수를 숫자로만 써야 합니다. 1e3, 1.5, 1,000은 읽지 않습니다.`,
        `“${name}”: a whole number from 1 to 999,999,999, in digits alone; 1e3, 1.5 and 1,000 are not read.`,
      );
    case 'twice':
      return t.say(`“${name}”이(가) 두 번 나옵니다.`, `“${name}” stands there twice.`);
    case 'malformed':
      return name === '' || t.argument.given !== ''
        ? undefined
        : t.say(`“${name}” 부분을 이해하지 못했습니다.`, `“${name}” was not understood.`);
    default:
      return undefined;
  }
}

/** What a program wants to keep is too much; undefined: another limit. */
export function shelfFull(t: Teller): Told | undefined {
  const limit = t.text('limit');
  if (limit !== 'shelfBytes' && limit !== 'shelfDocuments' && limit !== 'shelfRoom') return undefined;
  const most = t.text('most') ?? '';
  return {
    tone: 'warning',
    title: t.say('보관함에 넣을 수 없습니다', 'No room on the shelf'),
    what:
      limit === 'shelfBytes'
        ? t.say(`문서 하나는 ${most}바이트까지입니다.`, `A document may have ${most} bytes.`)
        : limit === 'shelfDocuments'
          ? t.say(`문서는 ${most}개까지입니다.`, `There may be ${most} documents.`)
          : t.say(
              `문서는 모두 합해 ${most}바이트까지입니다.`,
              `All documents together may have ${most} bytes.`,
            ),
    todo: t.say(
      '아무것도 바뀌지 않았습니다. 줄이거나 쓰지 않는 문서를 지운 뒤 다시 보내 주세요.',
      'Nothing changed. Make it smaller, or remove what is not needed, and send it again.',
    ),
  };
}
