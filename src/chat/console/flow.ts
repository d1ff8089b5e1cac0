import stringWidth from 'string-width';

/** A text and how it looks when written; colours take no room. */
export interface Piece {
  readonly text: string;
  readonly painted: string;
}

/** Puts pieces side by side, on as many lines as the width asks for. A piece is never cut: a wide one may stick out. */
export function flow(pieces: readonly Piece[], gap: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { text, painted } of pieces) {
    const own = stringWidth(text);
    if (used > 0 && used + gap.length + own <= width) {
      line += gap + painted;
      used += gap.length + own;
    } else {
      if (used > 0) lines.push(line);
      line = painted;
      used = own;
    }
  }
  return [...lines, line];
}

/** A line of words cut at its blanks; one that fits stays as it is. */
export function wrap(line: string, width: number): string[] {
  if (stringWidth(line) <= width) return [line];
  const words = line.split(' ').filter(word => word !== '');
  return flow(
    words.map(word => ({ text: word, painted: word })),
    ' ',
    width,
  );
}
