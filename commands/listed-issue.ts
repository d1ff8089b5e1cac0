import { asDeskError, type CommandContext, type Instrument } from '../src/core/index.js';

/** The issue of exactly this code; undefined for a code that is not listed, and while there is no list of symbols. */
export async function listedIssue(
  { desk, signal }: CommandContext,
  code: string,
): Promise<Instrument | undefined> {
  try {
    const match = await desk.findSymbol(code, signal);
    return match.kind === 'one' && match.instrument.code === code ? match.instrument : undefined;
  } catch (thrown) {
    if (asDeskError(thrown).kind === 'unavailable') return undefined;
    throw thrown;
  }
}
