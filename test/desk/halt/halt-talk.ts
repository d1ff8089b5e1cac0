import {
  type Button,
  type Command,
  type CommandCall,
  type CommandContext,
  DeskError,
  type DeskReads,
  type Draft,
  type Language,
  parseArgs,
} from '../../../src/core/index.js';
import { parseText } from '../../../src/desk/parse.js';
import { handMadeDesk, placeOn } from '../../support/desk.js';
import type { HaltRig } from './halt-rig.js';

export interface Talk {
  /** Types a line and gives the card; rejects with what the command throws. */
  type(text: string): Promise<Draft>;
  /** What a button of an earlier card would run. */
  callOf(button: Button): CommandCall;
}

/** Talks to commands about the halts of a rig, as person `discord:1001`. */
export function haltTalk(
  { halts, clock }: HaltRig,
  commands: readonly Command[],
  { desk = handMadeDesk(), language = 'ko' }: { desk?: DeskReads; language?: Language } = {},
): Talk {
  const calls = new Map<string, CommandCall>();
  const refuse = () => Promise.reject(new DeskError('bug', 'not for this command'));
  const context = (): CommandContext => ({
    who: { id: 'discord:1001', name: '아빠', roles: new Set(['view', 'trade', 'admin']) },
    where: placeOn('discord', true),
    language,
    stamp: 'demo',
    now: clock.now(),
    signal: new AbortController().signal,
    commands,
    desk,
    say: (ko, en) => (language === 'ko' ? ko : en),
    propose: refuse,
    halts,
    audit: { search: refuse, verify: refuse },
    button(label, call, style = 'plain') {
      const id = `b${calls.size}`;
      calls.set(id, call);
      return { id, label, style };
    },
  });
  return {
    async type(text) {
      const parsed = parseText(text, commands);
      if (parsed.kind !== 'call') throw new Error(`not a command: ${text}`);
      return parsed.command.run(context(), parseArgs(parsed.command.args, parsed.given));
    },
    callOf({ id }) {
      const call = calls.get(id);
      if (!call) throw new Error(`no such button: ${id}`);
      return call;
    },
  };
}
