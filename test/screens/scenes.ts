import type { Reply } from '../../src/core/index.js';
import { at, sell } from '../desk/tickets/rig.js';
import { GOLDEN_CARDS } from '../golden/cards.js';
import { openTicket } from '../golden/ticket-cards.js';

/** One thing that was asked, and the answer. */
export interface Exchange {
  readonly asker: string;
  readonly asked: string;
  readonly at: string;
  readonly reply: Reply;
}

async function golden(name: string): Promise<Reply> {
  const make = GOLDEN_CARDS[name];
  if (!make) throw new Error(`no card ${name}`);
  return make();
}

/** A morning in the family's channel. */
export async function discordScenes(): Promise<readonly (readonly Exchange[])[]> {
  return [
    [
      { asker: '아빠', asked: '/잔고', at: '오전 10:00', reply: await golden('balance') },
      { asker: '민수', asked: '/매수', at: '오전 10:01', reply: await golden('denied') },
    ],
    [
      { asker: '엄마', asked: '/매수', at: '오전 10:00', reply: await golden('order-filled') },
      { asker: '아빠', asked: '/매도', at: '오전 10:00', reply: await saleTicket() },
    ],
  ];
}

/** The same desk from a private chat. */
export async function telegramScenes(): Promise<readonly (readonly Exchange[])[]> {
  const asker = '아빠';
  return [
    [
      { asker, asked: '잔고', at: '10:00', reply: await golden('balance') },
      { asker, asked: '/buy 삼성전자 십주', at: '10:01', reply: await golden('input-error') },
    ],
    [
      { asker, asked: '삼전 10주 7.19만 매수', at: '10:00', reply: await golden('order-filled') },
      { asker, asked: '삼전 10주 7.2만 매도', at: '10:00', reply: await saleTicket() },
    ],
  ];
}

const saleTicket = () => openTicket({ stamp: 'demo', proposal: sell({ price: at(72_000n) }) });
