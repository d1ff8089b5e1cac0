import { systemClock } from '../../src/core/index.js';
import { deskTokens } from '../clients/typescript-client.js';
import { answerParent } from './child-talk.js';
import { seededRandom } from './random.js';

/** A bot: asks the desk for the token and the exchange for prices with it, several at once, for as long as it lives. */
export interface BotTask {
  readonly desk: { readonly url: string; readonly account: string; readonly key: string };
  readonly exchange: { readonly baseUrl: string; readonly appKey: string; readonly appSecret: string };
  readonly callers: number;
  readonly seed: number;
}

/** What it saw until now. */
export interface BotSeen {
  readonly reads: number;
  /** Refusals of the token, and the different tokens that were refused. */
  readonly refusals: number;
  readonly dead: number;
  /** Tokens that were given once more after they had been refused and reported. */
  readonly again: number;
  readonly errors: readonly string[];
  /** Of the token that served last, so that its parent knows when it has the new one. */
  readonly serving: string;
}

const DEAD = new Set(['EGW00121', 'EGW00123']);
const reported = new Set<string>();
const errors: string[] = [];
const seen = { reads: 0, refusals: 0, again: 0, serving: '' };

await answerParent({
  work(task: BotTask) {
    const { url, account, key } = task.desk;
    const tokens = deskTokens(url, account, key);
    const random = seededRandom(task.seed);
    for (let n = 0; n < task.callers; n += 1) void loop(task, tokens, random);
  },
  seen: (): BotSeen => ({ ...seen, dead: reported.size, errors: errors.slice(0, 5) }),
});
process.exit(0);

async function loop(
  { exchange }: BotTask,
  tokens: ReturnType<typeof deskTokens>,
  random: () => number,
): Promise<void> {
  for (;;) {
    try {
      const token = await tokens.token();
      if (reported.has(token)) seen.again += 1;
      const code = await price(exchange, token);
      if (DEAD.has(code)) {
        seen.refusals += 1;
        tokens.refused(token);
        reported.add(token);
      } else {
        seen.reads += 1;
        seen.serving = token.slice(-16);
      }
    } catch (thrown) {
      errors.push(String(thrown));
      await systemClock.sleep(200);
    }
    await systemClock.sleep(random() * 20);
  }
}

async function price({ baseUrl, appKey, appSecret }: BotTask['exchange'], token: string): Promise<string> {
  const path = '/uapi/domestic-stock/v1/quotations/inquire-price';
  const answer = await fetch(`${baseUrl}${path}?FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=005930`, {
    headers: {
      authorization: `Bearer ${token}`,
      appkey: appKey,
      appsecret: appSecret,
      tr_id: 'FHKST01010100',
      custtype: 'P',
    },
  });
  const { msg_cd: code }: { msg_cd: string } = JSON.parse(await answer.text());
  return code;
}
