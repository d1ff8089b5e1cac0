import stringWidth from 'string-width';

/** One character on a screen and how it is painted; what stands behind a wide one is an empty text. */
export interface Spot {
  readonly text: string;
  readonly style: Style;
}

export interface Style {
  /** ANSI 30 to 37; undefined: the terminal's own. */
  readonly colour: number | undefined;
  readonly bold: boolean;
  readonly faint: boolean;
}

const NO_STYLE: Style = { colour: undefined, bold: false, faint: false };
const BLANK: Spot = { text: ' ', style: NO_STYLE };
const ESCAPE = '\u001b';
/** What follows an escape character: a control sequence, or a switch of the keypad. */
const SEQUENCE = /\[([?\d;]*)([A-Za-z])|[=>]/y;

/** The lines that a terminal shows after this output: as much of one as readline and our own cards ask for. */
export function screenOf(output: string): readonly (readonly Spot[])[] {
  const lines: Spot[][] = [[]];
  let style = NO_STYLE;
  let row = 0;
  let column = 0;

  function lineAt(index: number): Spot[] {
    while (lines.length <= index) lines.push([]);
    return lines[index] ?? [];
  }

  function write(letter: string): void {
    const line = lineAt(row);
    while (line.length < column) line.push(BLANK);
    line[column] = { text: letter, style };
    column += 1;
    for (let width = stringWidth(letter); width > 1; width -= 1) {
      line[column] = { text: '', style };
      column += 1;
    }
  }

  function control(numbers: string, letter: string): void {
    const [n = 0] = numbers.split(';').map(Number);
    switch (letter) {
      case 'm':
        style = styled(style, numbers);
        break;
      case 'G':
        column = Math.max(1, n) - 1;
        break;
      case 'A':
        row = Math.max(0, row - Math.max(1, n));
        break;
      case 'B':
        row += Math.max(1, n);
        break;
      case 'C':
        column += Math.max(1, n);
        break;
      case 'D':
        column = Math.max(0, column - Math.max(1, n));
        break;
      case 'K':
        lineAt(row).splice(n === 2 ? 0 : column);
        break;
      case 'J':
        lineAt(row).splice(column);
        lines.splice(row + 1);
        break;
      default:
    }
  }

  for (let at = 0; at < output.length; ) {
    const character = String.fromCodePoint(output.codePointAt(at) ?? 32);
    at += character.length;
    if (character === ESCAPE) {
      SEQUENCE.lastIndex = at;
      const [whole = '', numbers = '', letter = ''] = SEQUENCE.exec(output) ?? [];
      control(numbers, letter);
      at += whole.length;
    } else if (character === '\r') {
      column = 0;
    } else if (character === '\n') {
      row += 1;
    } else if (character >= ' ') {
      write(character);
    }
  }
  return lines;
}

function styled(before: Style, numbers: string): Style {
  let style = before;
  for (const n of numbers.split(';').map(Number)) {
    if (n === 0) style = NO_STYLE;
    if (n === 1) style = { ...style, bold: true };
    if (n === 2) style = { ...style, faint: true };
    if (n >= 30 && n <= 37) style = { ...style, colour: n };
  }
  return style;
}
