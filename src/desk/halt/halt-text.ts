import {
  type Draft,
  type Field,
  type Halt,
  haltEndText,
  haltReasonText,
  haltScopeText,
  type Language,
  type Tone,
} from '../../core/index.js';
import { sayIn } from '../teller.js';

const MOST_LINES = 10;

/** A halt was set, or an earlier one of the same scope was prolonged. */
export function haltSet(halt: Halt, durable: boolean, language: Language): Draft {
  const say = sayIn(language);
  return draftOf({
    tone: 'warning',
    title: say('주문을 정지했습니다', 'Trading is halted'),
    happened: durable
      ? say(
          '아래 주문은 이제 나가지 않습니다. 봇이 다시 시작되어도 정지는 이어집니다.',
          'What is named below no longer leaves. The halt outlasts a restart of the bot.',
        )
      : say(
          '아래 주문은 이제 나가지 않습니다. 다만 정지를 저장하지 못해 봇이 다시 시작되면 풀릴 수 있습니다. 저장은 계속 시도합니다.',
          'What is named below no longer leaves. But the halt could not be saved and may end with a restart of the bot; saving is tried again and again.',
        ),
    fields: fieldsOf(halt, language),
    todo: say(
      `취소는 그대로 됩니다. 미체결 주문은 거래소에 남아 있습니다. 관리자가 /resume ${halt.id} 로 풉니다.`,
      `Cancels still pass, and open orders stay at the venue. An admin lifts it with /resume ${halt.id}.`,
    ),
  });
}

/** Halts were lifted; `left` are those that are still in force. */
export function haltsLifted(lifted: readonly Halt[], left: readonly Halt[], language: Language): Draft {
  const say = sayIn(language);
  return draftOf({
    tone: left.length > 0 ? 'warning' : 'good',
    title: say('주문 정지를 풀었습니다', 'Halts were lifted'),
    happened: linesOf(lifted, language),
    fields: [],
    todo: remaining(left, language),
  });
}

/** A timed halt came to its end. */
export function haltRanOut(halt: Halt, left: readonly Halt[], language: Language): Draft {
  const say = sayIn(language);
  return draftOf({
    tone: left.length > 0 ? 'warning' : 'good',
    title: say('주문 정지가 시간이 되어 끝났습니다', 'A halt has run out'),
    happened: lineOf(halt, language),
    fields: [],
    todo: remaining(left, language),
  });
}

/** The program came up with halts of its last run. */
export function haltsRemembered(halts: readonly Halt[], language: Language): Draft {
  const say = sayIn(language);
  return draftOf({
    tone: 'warning',
    title: say('주문이 정지된 채로 시작했습니다', 'Started with trading halted'),
    happened: linesOf(halts, language),
    fields: [],
    todo: say(
      '취소는 그대로 됩니다. 관리자가 /resume 으로 풉니다.',
      'Cancels still pass. An admin lifts halts with /resume.',
    ),
  });
}

export function haltFileSeen(language: Language): Draft {
  const say = sayIn(language);
  return draftOf({
    tone: 'warning',
    title: say('HALT 파일이 있어 주문을 정지했습니다', 'Trading is halted by the HALT file'),
    happened: say(
      '데이터 폴더에 HALT 파일이 있습니다. 새 주문과 정정은 나가지 않고 취소는 그대로 됩니다.',
      'There is a file named HALT in the data directory. No order and no amendment leaves; cancels still pass.',
    ),
    fields: [],
    todo: say(
      '이 정지는 봇이 풀지 않습니다. 데이터 폴더의 HALT 파일을 지우면 1초 안에 풀립니다.',
      'The bot does not lift it. Remove the file HALT from the data directory, and it ends within a second.',
    ),
  });
}

export function haltFileGone(left: readonly Halt[], language: Language): Draft {
  const say = sayIn(language);
  return draftOf({
    tone: left.length > 0 ? 'warning' : 'good',
    title: say('HALT 파일이 없어졌습니다', 'The HALT file is gone'),
    happened: say('HALT 파일로 건 정지가 풀렸습니다.', 'The halt by the file HALT has ended.'),
    fields: [],
    todo: remaining(left, language),
  });
}

interface Words {
  readonly tone: Tone;
  readonly title: string;
  readonly happened: string;
  readonly fields: readonly Field[];
  readonly todo: string;
}

function draftOf({ tone, title, happened, fields, todo }: Words): Draft {
  return {
    title,
    tone,
    blocks: [
      { kind: 'text', text: happened },
      ...(fields.length > 0 ? [{ kind: 'fields' as const, fields }] : []),
      { kind: 'text', text: todo },
    ],
  };
}

function fieldsOf(halt: Halt, language: Language): Field[] {
  const say = sayIn(language);
  return [
    { label: say('정지 대상', 'Halted'), value: haltScopeText(halt.scope, language) },
    { label: say('끝', 'Until'), value: haltEndText(halt, language) },
    { label: say('사유', 'Reason'), value: haltReasonText(halt, language) },
    {
      label: say('정지한 사람', 'By'),
      value: halt.by === 'desk' ? say('봇 스스로', 'the bot itself') : halt.by,
    },
    { label: say('번호', 'Number'), value: halt.id },
  ];
}

/** The oldest ten, and how many more there are. */
function linesOf(halts: readonly Halt[], language: Language): string {
  const lines = halts.slice(0, MOST_LINES).map(halt => lineOf(halt, language));
  const more = halts.length - MOST_LINES;
  const rest = more > 0 ? [sayIn(language)(`외 ${more}건`, `and ${more} more`)] : [];
  return [...lines, ...rest].join('\n');
}

/** One halt on one line: number, scope, reason. */
function lineOf(halt: Halt, language: Language): string {
  const reason = halt.reason === '' ? '' : ` (${haltReasonText(halt, language)})`;
  return `${halt.id}: ${haltScopeText(halt.scope, language)}${reason}`;
}

function remaining(left: readonly Halt[], language: Language): string {
  const say = sayIn(language);
  if (left.length === 0) {
    return say(
      '이제 정지된 것이 없습니다. 정지 중에 막힌 주문은 저절로 나가지 않습니다. 필요하면 다시 주문하세요.',
      'Nothing is halted now. What was stopped meanwhile does not leave by itself; order again if need be.',
    );
  }
  return `${say('아직 정지 중인 것:', 'Still halted:')}\n${linesOf(left, language)}`;
}
