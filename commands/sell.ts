import { defineCommand } from '../src/core/index.js';
import { placeOrder, SELL_ARGS } from './place-order.js';

export const sell = defineCommand({
  name: 'sell',
  aliases: ['매도'],
  summary: {
    ko: '매도 주문표 만들기 (확인을 눌러야 나갑니다)',
    en: 'Make a sell ticket; nothing is sent until it is confirmed',
  },
  access: 'trade',
  visibility: 'public',
  verbLast: true,
  args: SELL_ARGS,
  run: (context, args) => placeOrder(context, 'sell', args),
});
