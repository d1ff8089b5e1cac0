import type { Instrument } from '../../src/core/index.js';
import type { KnownSymbols } from '../../src/desk/suggest/suggest.js';
import { createIndex } from '../../src/symbols/search.js';

/** The real search over a list of these issues, as the desk has it once a list is loaded. */
export function knownSymbols(instruments: readonly Instrument[]): KnownSymbols {
  const index = createIndex(instruments);
  return {
    suggest: index.suggest,
    byCode: index.byCode,
    meant: query => {
      const match = index.find(query);
      return match.kind === 'one' ? match.instrument : undefined;
    },
  };
}
