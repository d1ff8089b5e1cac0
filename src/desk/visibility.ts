import type { Command, Principal, Reply } from '../core/index.js';
import type { AlertDesk } from './alert-desk.js';
import type { Asked } from './asked.js';
import type { OfferedButtons } from './buttons.js';
import type { TradeDesk } from './confirmations/trade-desk.js';
import { alertAnswer, mayAnswerAlerts } from './letter-press.js';
import { findCommand } from './parse.js';

/** Who may see the answer, before there is one. What will be refused is private. */
export function visibilityOf(
  asked: Asked,
  who: Principal,
  {
    commands,
    buttons,
    trade,
    alerts,
  }: {
    readonly commands: readonly Command[];
    readonly buttons: OfferedButtons;
    readonly trade: Pick<TradeDesk, 'buttonOf'>;
    readonly alerts: Pick<AlertDesk, 'buttonOf'>;
  },
): Reply['visibility'] {
  if (alertAnswer(asked, alerts)) return mayAnswerAlerts(who) ? 'public' : 'private';
  if (asked.kind === 'press' && trade.buttonOf(asked.buttonId)) return 'public';
  const call = asked.kind === 'press' ? buttons.peek(asked.buttonId) : undefined;
  const command = asked.kind === 'call' ? asked.command : call && findCommand(call.command, commands);
  return command && who.roles.has(command.access) ? command.visibility : 'private';
}
