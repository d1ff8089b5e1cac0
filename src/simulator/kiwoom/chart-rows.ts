/** What Kiwoom says of an issue without bars: one row whose fields are all blank, and no refusal. */
export function blankRow(row: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(row).map(name => [name, '']));
}
