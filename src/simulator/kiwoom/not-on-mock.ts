import { refused } from './business-words.js';
import { type KiwoomRoute, PATHS } from './route.js';

/**
 * Kiwoom: 일별추정예탁자산현황 kt00002, 일별계좌수익률상세현황 kt00016 and their sisters. They are here for what the mock
 * server says of them; the real one's answers are not played, and it says the same.
 */
export function notOnMockRoutes(): readonly KiwoomRoute[] {
  return ['kt00002', 'kt00015', 'kt00016', 'kt00017'].map(apiId => ({
    apiId,
    path: PATHS.account,
    kind: 'account',
    onMock: 'notOffered',
    required: {},
    handle: ({ mode }) => refused(mode, 'notOffered'),
  }));
}
