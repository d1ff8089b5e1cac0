import { TRADERS } from '../support/trade-people.js';
import type { Ticket, TradeRig } from '../support/trade-rig.js';
import { ISSUES } from '../support/trade-venue.js';
import type { Pick } from './fault-plan.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** 128 bits. */
const HANDLE = /^[A-Za-z0-9_-]{22}$/;
const LIVE = 6;
const AT_ONCE = 250;

/** Guesses and mutated handles against tickets that wait for their answer. */
export async function guessHandles(
  rig: TradeRig,
  { guesses, mutations }: { readonly guesses: number; readonly mutations: number },
  random: () => number,
  pick: Pick,
): Promise<{ readonly lines: readonly string[]; readonly failures: readonly string[] }> {
  const { clock } = rig;
  const failures: string[] = [];
  const tickets: Ticket[] = [];
  for (let n = 0; n < LIVE; n += 1) {
    const [by, issue] = [TRADERS[n], ISSUES[n]];
    if (!by || !issue) throw new RangeError('nobody to order, or nothing');
    rig.useAccount(String(78_000_000 + n));
    tickets.push(await rig.ticket(by, `/buy ${issue.code} 1`));
  }
  const handles = tickets.flatMap(({ confirm, decline }) => [confirm, decline]);
  if (!handles.every(handle => HANDLE.test(handle))) failures.push('a handle is not of 128 bits');
  if (new Set(handles).size < handles.length) failures.push('a handle was given out twice');

  const letter = () => ALPHABET[Math.floor(random() * ALPHABET.length)] ?? '';
  const { trade } = rig.desk();
  let hits = 0;
  for (let n = 0; n < guesses; n += 1) {
    let guess = '';
    while (guess.length < 22) guess += letter();
    if (trade.buttonOf(guess)) hits += 1;
  }
  if (hits > 0) failures.push(`${hits} guesses were handles`);

  const before = rig.posts.length;
  const lines = rig.journal.length;
  let told = 0;
  for (let done = 0; done < mutations; done += AT_ONCE) {
    const size = Math.min(AT_ONCE, mutations - done);
    const pressed = Array.from({ length: size }, async () => {
      const { by, confirm, decline } = pick(tickets);
      const handle = mutated(pick([confirm, decline]), letter, random, pick);
      if (handles.includes(handle)) return 'same';
      const outcome = await rig.press(by, handle);
      return outcome.kind === 'reply' && outcome.placement === 'new' ? 'told' : outcome.kind;
    });
    for (const what of await clock.finish(Promise.all(pressed))) {
      if (what === 'told' || what === 'same') told += 1;
      else failures.push(`a mutated handle came to ${what}`);
    }
  }
  if (rig.posts.length > before) failures.push('a mutated handle sent an order');
  if (rig.journal.length > lines) failures.push('a mutated handle changed a ticket');

  for (const { by, confirm } of tickets) await clock.finish(rig.press(by, confirm));
  const left = rig.posts.length - before;
  if (left !== LIVE) failures.push(`${left} of the ${LIVE} tickets could still be confirmed`);
  return {
    lines: [
      `handles: ${guesses} guesses, ${hits} hits; ${mutations} mutations of real ones, ${told} told, ${before === rig.posts.length ? 0 : left} orders once pressed right`,
    ],
    failures,
  };
}

/** Another text that differs a little: a letter, its case, its place, one more or one less. */
function mutated(handle: string, letter: () => string, random: () => number, pick: Pick): string {
  const at = Math.floor(random() * handle.length);
  const [head, char, tail] = [handle.slice(0, at), handle.charAt(at), handle.slice(at + 1)];
  const swapped = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();
  return pick([
    head + letter() + tail,
    head + swapped + tail,
    head + tail,
    head + letter() + char + tail,
    tail + head + char,
    `${handle}=`,
    ` ${handle}`,
    handle.slice(0, -1) + letter(),
    handle.split('').toReversed().join(''),
  ]);
}
