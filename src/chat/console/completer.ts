import type { Command, Dispatcher } from '../../core/index.js';
import { argumentAt, complete } from './completion.js';
import { HERE, OPERATOR } from './conversation.js';

/** Readline's own form: the candidates, and the part of the line that the only one of them replaces. */
type Answer = (failure: null, result: [string[], string]) => void;

/**
 * What Tab does. Names and choices are known at once; issues and orders are asked of the desk, which answers within
 * 300 ms. One that fits takes the place of what is typed; several are shown with all that tells them apart.
 */
export function createCompleter(
  commands: readonly Command[],
  dispatcher: Pick<Dispatcher, 'suggest'>,
  show: (labels: readonly string[]) => void,
): (line: string, answer: Answer) => void {
  async function suggested(line: string): Promise<[string[], string]> {
    const at = argumentAt(commands, line);
    if (!at?.spec.suggest) return complete(commands, line);
    const { command, spec, typed } = at;
    const suggestions = await dispatcher.suggest({
      platform: 'console',
      who: OPERATOR,
      where: HERE,
      command: command.name,
      argument: spec.name,
      typed,
    });
    const [only, ...others] = suggestions;
    if (only && others.length === 0) return [[spec.rest ? only.value : `${only.value} `], typed];
    if (only) show(suggestions.map(({ label }) => label));
    return [[], typed];
  }

  return (line, answer) => {
    void suggested(line).then(result => answer(null, result));
  };
}
