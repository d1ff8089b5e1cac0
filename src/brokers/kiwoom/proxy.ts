import { z } from 'zod';
import { DeskError, type ReadProxy } from '../../core/index.js';
import { createTokenReports } from '../transport/index.js';
import type { KiwoomClient } from './calls.js';
import type { KiwoomLine } from './line.js';

/** Samsung Electronics: an issue that is always there. */
const WELL_KNOWN = { stk_cd: '005930' };

/** Nothing of Kiwoom's is read through the desk by other programs; but what they say of tokens is looked into. */
export function createProxy(
  { tokens, clock }: Pick<KiwoomLine, 'tokens' | 'clock'>,
  { read }: Pick<KiwoomClient, 'read'>,
): ReadProxy {
  return {
    services: [],
    async read() {
      throw new DeskError('notFound', 'not a service that programs may read', { what: 'service' });
    },
    examine: createTokenReports({
      tokens,
      clock,
      look: () => read({ api: 'price', params: WELL_KNOWN, schema: z.unknown() }),
    }),
  };
}
