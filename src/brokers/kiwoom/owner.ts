import { z } from 'zod';
import { asDeskError, DeskError } from '../../core/index.js';
import { waitFor } from '../transport/index.js';
import { type Inquire, refusal } from './inquiry.js';
import type { KiwoomLine } from './line.js';

/** Whose account the token stands for. */
export interface Owner {
  /**
   * Resolves once Kiwoom has said that it is this line's account; asked until it was answered, then never again. Throws
   * `credentials` (`code`: `account`) when it is another one, and what a read throws.
   */
  confirm(signal?: AbortSignal): Promise<void>;
}

export interface AccountNumber {
  /** Eight digits. */
  readonly number: string;
  /** Two digits: which kind of account. */
  readonly product: string;
}

const answer = z.looseObject({
  acctNo: z
    .string()
    .trim()
    .regex(/^\d{10}$/),
});

/** The account that the app key's token stands for. Throws DeskError. Kiwoom: 계좌번호조회 ka00001. */
export function askOwner(inquire: Inquire, signal?: AbortSignal): Promise<AccountNumber> {
  const api = 'accountNumber';
  return inquire({ operation: api, api, params: {}, signal }, judged => {
    if (judged.meaning !== 'ok') throw refusal(api, judged);
    const parsed = answer.safeParse(judged.body?.json);
    if (!parsed.success)
      throw new DeskError('unavailable', 'no account number', { service: api, code: 'form' });
    const { acctNo } = parsed.data;
    return { number: acctNo.slice(0, 8), product: acctNo.slice(8) };
  });
}

/**
 * No request of Kiwoom's names an account, so a mistaken pair of keys would read and order in somebody else's. A practice
 * server that does not tell may be believed: there is no money.
 */
export function createOwner(
  { environment, log, closing }: Pick<KiwoomLine, 'environment' | 'log' | 'closing'>,
  inquire: Inquire,
): Owner {
  const { account, mode } = environment;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    try {
      const { number, product } = await askOwner(inquire, closing);
      if (number === account.number && product === account.product) return;
    } catch (thrown) {
      if (mode === 'paper' && asDeskError(thrown).kind === 'notOffered') return;
      throw thrown;
    }
    log('error', 'kiwoom.otherAccount', { mode });
    throw new DeskError('credentials', 'the app key stands for another account', { code: 'account' });
  }

  return {
    async confirm(signal) {
      asking ??= ask().catch((thrown: unknown) => {
        asking = undefined;
        throw thrown;
      });
      await waitFor(asking, signal);
    },
  };
}
