import type { DeskErrorKind } from '../core/index.js';
import { accountClashTold, otherAccountTold } from './explanations-accounts.js';
import { noAlertPlace, noJob } from './explanations-alerts.js';
import { noKey } from './explanations-keys.js';
import { noMember } from './explanations-members.js';
import { noAccountTold } from './explanations-own-account.js';
import { conflictTold, nobodyAsked } from './explanations-remote.js';
import { interruptedWords, lateAfterRestart } from './explanations-restart.js';
import { noStepUp } from './explanations-step-up.js';
import { noOpenOrder, TRADE_EXPLANATIONS } from './explanations-trade.js';
import { denial, inputProblem, inputRemedy } from './refusals.js';
import type { Teller, Told } from './teller.js';

/** THE table of what people read when something fails: one entry per kind, in both languages. */
export const EXPLANATIONS: Readonly<Record<DeskErrorKind, (t: Teller) => Told>> = {
  ...TRADE_EXPLANATIONS,
  input: t => ({
    tone: 'warning',
    title: t.say('입력을 확인해 주세요', 'Please check your input'),
    what: inputProblem(t),
    todo: inputRemedy(t),
  }),
  unknownCommand: t => {
    const word = t.text('word') ?? '';
    const suggestion = t.text('suggestion');
    return {
      tone: 'warning',
      title: t.say('모르는 명령입니다', 'Unknown command'),
      what:
        word === ''
          ? t.say('명령의 이름이 빠졌습니다.', 'The name of the command is missing.')
          : t.say(`“${word}” 명령은 없습니다.`, `There is no command “${word}”.`),
      todo:
        suggestion === undefined
          ? t.say(
              '/help 로 쓸 수 있는 명령을 볼 수 있습니다. 시세를 보려면 /price 뒤에 종목 이름이나 코드를 쓰세요.',
              '/help lists the commands. For a price, type /price and a name or code.',
            )
          : t.say(
              `혹시 /${suggestion} 인가요? 대신 실행하지는 않았습니다. 맞으면 직접 입력해 주세요.`,
              `Did you mean /${suggestion}? It was not run for you; type it if so.`,
            ),
    };
  },
  denied: t => ({
    tone: 'warning',
    title: t.say('권한이 없습니다', 'Not allowed'),
    ...denial(t),
  }),
  conflict: t => accountClashTold(t) ?? conflictTold(t),
  notFound: t => {
    if (t.text('what') === 'order') return noOpenOrder(t);
    if (t.text('what') === 'member') return noMember(t);
    if (t.text('what') === 'key') return noKey(t);
    if (t.text('what') === 'account') return noAccountTold(t);
    if (t.text('what') === 'stepUp') return noStepUp(t);
    if (t.text('what') === 'alerts') return noAlertPlace(t);
    if (t.text('job') !== undefined) return noJob(t);
    const query = t.text('query') ?? t.text('code');
    return {
      tone: 'warning',
      title: t.say('찾지 못했습니다', 'Not found'),
      what:
        query === undefined
          ? t.say('찾는 것이 없습니다.', 'There is no such thing.')
          : t.say(`“${query}”에 맞는 종목을 찾지 못했습니다.`, `No symbol matches “${query}”.`),
      todo: t.say(
        '이름의 일부나 여섯 자리 종목코드로 다시 찾아 보세요. 예: /price 005930',
        'Try part of the name or the six-character code, for example /price 005930.',
      ),
    };
  },
  notOffered: t => ({
    tone: 'warning',
    title: t.say('이 환경에서는 쓸 수 없습니다', 'Not available here'),
    what: t.say(
      '모의투자 서버가 제공하지 않는 기능입니다.',
      "The broker's paper trading server does not offer this.",
    ),
    todo: t.say(
      '다시 시도해도 같습니다. 실전 환경이나 증권사 앱에서 확인해 주세요.',
      'Trying again will not help. Use the live environment or the broker’s own app.',
    ),
  }),
  refused: t => ({
    tone: 'bad',
    title: t.say('증권사가 거절했습니다', 'The broker refused'),
    what: `${t.say('증권사 응답:', 'The broker answered:')} ${t.broker || t.say('설명 없음', 'no explanation')}`,
    todo: t.say(
      '봇은 다시 시도하지 않습니다. 사유를 확인하고 필요하면 다시 보내 주세요.',
      'The bot does not try again. Look at the reason, and send it again if need be.',
    ),
  }),
  cooldown: t => ({
    tone: 'warning',
    title: t.say('토큰은 1분에 한 번만 요청할 수 있습니다', 'One token a minute'),
    what: t.say(
      '조금 전에 토큰을 요청했으므로 증권사 규칙에 따라 기다립니다. 쓰고 있는 유효한 토큰이 있으면 그대로 씁니다.',
      'A token was asked for a moment ago, and the broker allows one a minute. A token that works stays in use.',
    ),
    todo: t.say(
      `다시 요청할 수 있는 때: ${t.when('until')}. 그 뒤에 다시 보내 주세요.`,
      `It can be asked for again: ${t.when('until')}. Send the command again then.`,
    ),
  }),
  deadToken: t => ({
    tone: 'bad',
    title: t.say('토큰이 무효가 되었습니다', 'The token is dead'),
    what: t.say(
      '증권사가 이미 무효가 된 토큰을 계속 돌려주고 있습니다. 지금은 조회와 주문이 모두 되지 않습니다.',
      'The broker keeps handing out a revoked token. Neither reads nor orders work now.',
    ),
    todo: t.say(
      `새 토큰을 받을 수 있는 때: ${t.when('until')}. 봇이 스스로 다시 시도합니다. 급하면 증권사 앱을 쓰세요.`,
      `A new token is possible: ${t.when('until')}. The bot tries by itself. If it is urgent, use the broker’s app.`,
    ),
  }),
  credentials: t =>
    otherAccountTold(t) ?? {
      tone: 'bad',
      title: t.say('증권사 인증에 실패했습니다', 'The broker rejected the keys'),
      what: `${t.say(
        '증권사가 앱키나 앱시크릿을 받아들이지 않았습니다.',
        'The broker did not accept the app key or secret.',
      )} ${t.broker}`.trim(),
      todo: t.say(
        '관리자가 설정의 키와 환경(실전/모의)을 확인해야 합니다. 고칠 때까지 계속 실패합니다.',
        'The operator must check the keys and the environment (live or paper). Until then this keeps failing.',
      ),
    },
  rateLimited: t =>
    t.text('by') === 'desk'
      ? {
          tone: 'warning',
          title: t.say('너무 빠릅니다', 'Too fast'),
          what: t.say(
            '짧은 시간에 명령을 너무 많이 보내 이번 것은 실행하지 않았습니다.',
            'Too many commands in a short time; this one was not run.',
          ),
          todo: t.say(`다시 보낼 수 있는 때: ${t.when('until')}`, `You can send again: ${t.when('until')}`),
        }
      : {
          tone: 'warning',
          title: t.say('증권사 호출 한도에 걸렸습니다', 'The broker’s rate limit was hit'),
          what: t.say(
            '초당 호출 한도를 넘어 증권사가 답하지 않았습니다.',
            'The broker did not answer: too many calls a second.',
          ),
          todo: t.say('몇 초 뒤 다시 시도해 주세요.', 'Try again in a few seconds.'),
        },
  unavailable: t => {
    if (t.text('what') === 'people') return nobodyAsked(t);
    return t.text('what') === 'symbols'
      ? {
          tone: 'warning',
          title: t.say('종목 목록을 아직 받지 못했습니다', 'No list of symbols yet'),
          what: t.say(
            '종목 목록이 없어 이름으로는 찾을 수 없습니다. 종목코드로는 조회됩니다.',
            'Without it nothing can be found by name. Codes still work.',
          ),
          todo: t.say(
            '코드로 조회하거나 1분 뒤 다시 보내 주세요. 그때 목록을 다시 받습니다. 예: /price 005930',
            'Use the code, for example /price 005930, or send it again in a minute: then the list is fetched anew.',
          ),
        }
      : {
          tone: 'bad',
          title: t.say('증권사의 답을 받지 못했습니다', 'No usable answer from the broker'),
          what: `${t.say(
            '증권사에 연결되지 않거나 알 수 없는 답이 왔습니다. 정해진 만큼 다시 시도했습니다.',
            'The broker did not answer, or not sensibly; the retries are spent.',
          )} ${t.broker}`.trim(),
          todo: t.say(
            '잠시 뒤 다시 시도해 주세요. /status 에서 마지막 정상 호출을 볼 수 있습니다.',
            'Try again later. /status shows the last good call.',
          ),
        };
  },
  timeout: t => ({
    tone: 'bad',
    title: t.say('시간 안에 답을 받지 못했습니다', 'No answer in time'),
    what: t.say(
      '제한 시간 안에 끝나지 않아 중단했습니다.',
      'It did not finish before its deadline and was stopped.',
    ),
    todo: t.say(
      '잠시 뒤 다시 시도해 주세요. 반복되면 /status 를 확인하세요.',
      'Try again later; if it repeats, look at /status.',
    ),
  }),
  busy: t => ({
    tone: 'warning',
    title: t.say('지금은 대기열이 찼습니다', 'The queue is full'),
    what: t.say(
      '증권사로 보낼 요청이 많이 밀려 이 요청은 보내지 않았습니다.',
      'Too many requests wait for the broker; this one was not sent.',
    ),
    todo: t.say('몇 초 뒤 다시 시도해 주세요.', 'Try again in a few seconds.'),
  }),
  tooOld: t =>
    t.text('act') !== undefined
      ? interruptedWords(t)
      : t.text('what') === 'button'
        ? {
            tone: 'warning',
            title: t.say('만료된 버튼입니다', 'This button has expired'),
            what: t.say(
              '버튼은 30분 동안, 봇이 다시 시작되기 전까지만 쓸 수 있습니다.',
              'Buttons work for 30 minutes, and not across a restart of the bot.',
            ),
            todo: t.say(
              `대신 이렇게 입력하세요: ${t.text('typed') ?? '/help'}`,
              `Type this instead: ${t.text('typed') ?? '/help'}`,
            ),
          }
        : {
            tone: 'warning',
            title: t.say('너무 늦게 도착했습니다', 'It arrived too late'),
            what:
              t.text('what') === 'restart'
                ? lateAfterRestart(t)
                : t.say(
                    `${t.span('ageMs')} 전에 보낸 메시지라서 실행하지 않았습니다.`,
                    `It was sent ${t.span('ageMs')} ago, so it was not run.`,
                  ),
            todo: t.say('지금도 필요하면 다시 보내 주세요.', 'Send it again if you still need it.'),
          },
  cancelled: t => ({
    tone: 'warning',
    title: t.say('중단되었습니다', 'Stopped'),
    what: t.say('끝나기 전에 중단되었습니다.', 'It was stopped before it finished.'),
    todo: t.say(
      '봇이 다시 시작되는 중일 수 있습니다. 잠시 뒤 다시 시도해 주세요.',
      'The bot may be restarting. Try again in a moment.',
    ),
  }),
  bug: t => ({
    tone: 'bad',
    title: t.say('봇의 오류입니다', 'A fault in the bot'),
    what: t.say(
      '예상하지 못한 오류가 나서 끝내지 못했습니다.',
      'Something unforeseen went wrong and it was not finished.',
    ),
    todo: t.say(
      '아래 참조를 관리자에게 알려 주세요. 기록에 같은 참조가 있습니다.',
      'Tell the operator the reference below; the log has the same one.',
    ),
  }),
};
