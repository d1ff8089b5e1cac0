import { Writable } from 'node:stream';

/** The terminal as readline writes on it: a secret is typed there without being seen. */
export interface QuietOutput {
  readonly stream: Writable;
  /** While true, nothing that readline writes is shown: what is typed, above all. */
  hush(quiet: boolean): void;
}

export function createQuietOutput(output: Writable): QuietOutput {
  let isQuiet = false;
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      if (!isQuiet) output.write(chunk);
      done();
    },
  });
  // readline lays out long lines by the width of what it writes on.
  Object.defineProperty(stream, 'columns', {
    get: () => ('columns' in output ? output.columns : undefined),
  });
  output.on('resize', () => stream.emit('resize'));
  return {
    stream,
    hush(quiet) {
      isQuiet = quiet;
    },
  };
}
