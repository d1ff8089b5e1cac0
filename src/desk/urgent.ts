import type { Command } from '../core/index.js';
import type { AlertDesk } from './alert-desk.js';
import type { Asked } from './asked.js';
import type { OfferedButtons } from './buttons.js';
import type { TradeDesk } from './confirmations/trade-desk.js';
import { alertAnswer } from './letter-press.js';
import { findCommand } from './parse.js';

/** What is done even though it cannot be written down that it was asked for: it may well be done twice. */
export function isUrgent(
  asked: Asked,
  {
    commands,
    buttons,
    trade,
    alerts,
  }: {
    readonly commands: readonly Command[];
    readonly buttons: Pick<OfferedButtons, 'peek'>;
    readonly trade: Pick<TradeDesk, 'buttonOf'>;
    readonly alerts: Pick<AlertDesk, 'buttonOf'>;
  },
): boolean {
  if (asked.kind === 'call') return asked.command.urgent === true;
  if (asked.kind !== 'press') return false;
  // Told once more that somebody knows, nobody is worse off; and a full disk is itself something to be told about.
  if (alertAnswer(asked, alerts)?.means.kind === 'acknowledge') return true;
  const call = buttons.peek(asked.buttonId);
  return (
    trade.buttonOf(asked.buttonId)?.cancel === true ||
    (call !== undefined && findCommand(call.command, commands)?.urgent === true)
  );
}
