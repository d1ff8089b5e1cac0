import { type Reply, systemClock } from '../../src/core/index.js';
import { orderTypeCode } from '../../src/market/index.js';
import { buttonsOf, textOf } from '../support/desk.js';
import { openTradeRig, type Ticket, type TradeRig } from '../support/trade-rig.js';
import type { VenueLedger } from '../support/trade-venue.js';
import type { Pick } from './fault-plan.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';
import { type Pressed, pressAll } from './trade-crowd.js';
import { guessHandles } from './trade-handles.js';
import { PRODUCT, type Wish, wishOf } from './trade-order.js';

/** What is special about a ticket when its button is pressed. */
type Manner = 'live' | 'expired' | 'declined' | 'either' | 'late' | 'forbidden';

interface Tried {
  readonly manner: Manner;
  readonly wish: Wish;
  readonly ticket: Ticket;
  pressed: readonly Pressed[];
}

const MANNERS: readonly Manner[] = ['live', 'live', 'live', 'live', 'live', 'expired', 'declined', 'either', 'late', 'forbidden'];
/** Tickets that are pressed at the same moment. */
const GROUP = 10;
const SECOND = 1_000;
const LIFE_MS = 60 * SECOND;
