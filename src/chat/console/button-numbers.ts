import type { Button, Reply } from '../../core/index.js';

/**
 * Which button a number presses. An answer takes all numbers over. What appears unasked never gives a number another
 * meaning, lest that happen while somebody is typing it.
 */
export interface ButtonNumbers {
  /** For the answer to a line: if it has buttons, numbering begins anew. Gives the number of its first button. */
  answered(reply: Reply): number;
  /**
   * For a card that comes by itself: the buttons of its former self mean nothing any more, and its own get numbers not
   * used since the last answer; those of before, if they say the same. Gives the first of them.
   */
  appeared(reply: Reply): number;
  /** The button that this line presses, if it is a number that means one. */
  pressed(line: string): Button | undefined;
}

export function createButtonNumbers(): ButtonNumbers {
  let meanings: { readonly number: number; readonly button: Button; readonly card: string | undefined }[] =
    [];
  let next = 1;

  /** Takes the numbers of a living card back; the first of them if the card says the same now. */
  function takeBack({ card }: Reply, buttons: readonly Button[]): number | undefined {
    const former = meanings.filter(meaning => card !== undefined && meaning.card === card);
    meanings = meanings.filter(meaning => !former.includes(meaning));
    const same =
      former.length === buttons.length && former.every(({ button }, i) => button.label === buttons[i]?.label);
    return same ? former[0]?.number : undefined;
  }

  function give({ card }: Reply, buttons: readonly Button[], first: number): number {
    meanings.push(...buttons.map((button, i) => ({ number: first + i, button, card })));
    next = Math.max(next, first + buttons.length);
    return first;
  }

  return {
    answered(reply) {
      const buttons = buttonsOf(reply);
      takeBack(reply, buttons);
      if (buttons.length > 0) {
        meanings = [];
        next = 1;
      }
      return give(reply, buttons, next);
    },
    appeared(reply) {
      const buttons = buttonsOf(reply);
      return give(reply, buttons, takeBack(reply, buttons) ?? next);
    },
    pressed: line =>
      /^[1-9][0-9]{0,2}$/.test(line) ? meanings.find(m => m.number === Number(line))?.button : undefined,
  };
}

/** All buttons of a card in the order in which they are numbered. */
function buttonsOf(reply: Reply): readonly Button[] {
  return reply.blocks.flatMap(block => (block.kind === 'buttons' ? block.buttons : []));
}
