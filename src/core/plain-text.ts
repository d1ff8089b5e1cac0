/** Controls and formats, line separators; then a blank, a joiner and fillers that no normal form takes away. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u1680]|[\u034f\u115f\u1160\u17b4\u17b5]/u;
const CONSONANTS = /[ㄱ-ㅣ]/g;

/**
 * What is acted on must be what the person saw: text with controls, bidirectional marks, zero-width characters or
 * blanks that are not the keyboard's, or with characters that only look like others (NFKC would change them), gives
 * undefined. Two things hide nothing and pass: the lone consonants of a 초성 search (ㅅㅅㅈㅈ), and Hangul in pieces (NFD,
 * as macOS types it), which is put together in the result.
 */
export function plainText(text: string): string | undefined {
  const whole = text.normalize('NFC');
  const rest = whole.replace(CONSONANTS, '');
  return !HIDDEN.test(whole) && rest.normalize('NFKC') === rest ? whole : undefined;
}
