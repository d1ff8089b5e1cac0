import {
  type AccountRef,
  accountLabel,
  type Block,
  type Button,
  type CommandContext,
  type Draft,
  formatKst,
  type Halt,
  type HaltScope,
  haltEndText,
  haltScopeText,
  spanText,
} from '../src/core/index.js';
import { accountArgs } from './own-account.js';

/** What is stopped and for how long, what is not stopped by it, whether it lasts, and how it ends. */
export function haltCard(
  context: CommandContext,
  { halt, durable }: { readonly halt: Halt; readonly durable: boolean },
  notices: readonly Block[],
): Draft {
  const { say, now } = context;
  const account = accountOf(context, halt.scope);
  return {
    title: say('주문을 정지했습니다', 'Trading is halted'),
    tone: durable ? 'warning' : 'bad',
    blocks: [
      {
        kind: 'fields',
        fields: [
          {
            label: say('정지 대상', 'Halted'),
            value: account
              ? say(`계좌 ${accountLabel(account)}`, `account ${accountLabel(account)}`)
              : haltScopeText(halt.scope, context.language),
          },
          { label: say('끝', 'Until'), value: endOf(context, halt) },
          { label: say('사유', 'Reason'), value: halt.reason || say('적지 않음', 'not given') },
          { label: say('번호', 'Number'), value: halt.id },
        ],
      },
      ...notices,
      durable
        ? {
            kind: 'text',
            text: say(
              '저장했습니다. 봇이 다시 시작되어도 정지는 이어집니다.',
              'Saved: the halt outlasts a restart of the bot.',
            ),
          }
        : {
            kind: 'notice',
            tone: 'bad',
            text: say(
              '지금은 정지되어 있지만 저장하지 못했습니다. 봇이 다시 시작되면 풀릴 수 있습니다. 저장은 계속 시도합니다. 확실히 하려면 데이터 폴더에 HALT 라는 빈 파일을 만드세요.',
              'It is in force now, but could not be saved and may end with a restart of the bot. Saving is tried again and again. To be sure, put an empty file named HALT into the data directory.',
            ),
          },
      {
        kind: 'text',
        text: say(
          '취소는 그대로 됩니다. 미체결 주문은 거래소에 남아 체결될 수 있고, 이미 증권사로 떠난 주문은 막지 못합니다.',
          'Cancels still pass. Open orders stay at the venue and may be filled, and what has left for the broker cannot be held back.',
        ),
      },
      {
        kind: 'text',
        text: say(
          `정지는 거래 권한이 있으면 누구나 할 수 있고, 관리자가 /resume ${halt.id} 로 풉니다.`,
          `Everybody who may trade may halt; an admin lifts it with /resume ${halt.id}.`,
        ),
      },
      { kind: 'buttons', buttons: [cancelButton(context, halt.scope), ...reasonButton(context, halt)] },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function endOf({ say, language, now }: CommandContext, halt: Halt): string {
  const end = haltEndText(halt, language);
  if (halt.until === undefined) return end;
  const left = spanText(halt.until - now, language);
  return say(`${end} (${left} 뒤)`, `${end} (in ${left})`);
}

/** Halts the same once more, with a reason. Not for a halt that ends by itself: its time would begin anew. */
function reasonButton(context: CommandContext, { scope, until, reason }: Halt): Button[] {
  if (reason !== '' || until !== undefined) return [];
  const { say, button } = context;
  const halted = accountOf(context, scope);
  const args = {
    scope: scope.kind,
    ...(scope.kind === 'symbol' ? { symbol: scope.code } : {}),
    ...(halted === undefined ? {} : accountArgs(context, halted)),
  };
  return [button(say('사유…', 'Reason…'), { command: 'halt', args }, 'plain', ['reason'])];
}

/** The account that is halted, where it is one of the person's. */
const accountOf = ({ accounts }: CommandContext, scope: HaltScope): AccountRef | undefined =>
  scope.kind === 'account' ? accounts.meant(scope.account)?.ref : undefined;

function cancelButton(context: CommandContext, scope: HaltScope): Button {
  const { say, button } = context;
  const halted = accountOf(context, scope);
  const of = halted === undefined ? {} : accountArgs(context, halted);
  return scope.kind === 'symbol'
    ? button(
        say(`${scope.name} 미체결 모두 취소`, `Cancel open orders of ${scope.name}`),
        { command: 'cancel', args: { target: `symbol ${scope.code}` } },
        'danger',
      )
    : button(
        say('미체결 모두 취소', 'Cancel all open orders'),
        { command: 'cancel', args: { target: 'all', ...of } },
        'danger',
      );
}
