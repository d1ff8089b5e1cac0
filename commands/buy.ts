import { defineCommand } from '../src/core/index.js';
import { BUY_ARGS, placeOrder } from './place-order.js';

export const buy = defineCommand({
  name: 'buy',
  aliases: ['매수'],
  summary: {
    ko: '매수 주문표 만들기 (확인을 눌러야 나갑니다)',
    en: 'Make a buy ticket; nothing is sent until it is confirmed',
  },
  access: 'trade',
  visibility: 'public',
  verbLast: true,
  args: BUY_ARGS,
  run: (context, args) => placeOrder(context, 'buy', args),
});
