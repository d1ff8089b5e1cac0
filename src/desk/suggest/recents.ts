/** What each person asked for lately, newest first: codes, each once. In memory only. */
export interface Recents {
  note(person: string, code: string): void;
  of(person: string): readonly string[];
}

const MOST = 10;

export function createRecents(): Recents {
  const codes = new Map<string, readonly string[]>();
  const of = (person: string) => codes.get(person) ?? [];
  return {
    note(person, code) {
      codes.set(person, [code, ...of(person).filter(other => other !== code)].slice(0, MOST));
    },
    of,
  };
}
