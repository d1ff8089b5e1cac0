/** ANSI styles by meaning. Korean market colours: a rise is red, a fall is blue. */
const CODES = {
  up: '31',
  down: '34',
  flat: '0',
  bold: '1',
  faint: '2',
  good: '32',
  warning: '33',
  bad: '31;1',
  neutral: '36',
} as const;

export type Style = keyof typeof CODES;

/** Wraps text in a style; `plain` leaves text as it is, for pipes and NO_COLOR. */
export type Paint = (style: Style, text: string) => string;

export const ansi: Paint = (style, text) =>
  style === 'flat' || text === '' ? text : `\x1b[${CODES[style]}m${text}\x1b[0m`;

export const plain: Paint = (_style, text) => text;
