import { type Block, formatKst, type Language, type Principal } from '../../core/index.js';
import type { Outbox } from '../outbox/outbox-port.js';
import { sayIn } from '../teller.js';

const MOST_LINES = 5;

/** What nobody was told, for the next admin who asks for anything; each alert once in this run of the program. */
export function createUntold(outbox: Outbox, language: Language): (who: Principal) => readonly Block[] {
  const said = new Set<string>();
  const say = sayIn(language);

  return who => {
    if (!who.roles.has('admin')) return [];
    const states = [...outbox.letters()];
    const fresh = states.filter(
      ({ letter, nobody, shown, acknowledged }) =>
        nobody && shown.size === 0 && !acknowledged && !said.has(letter.id),
    );
    // What the outbox has forgotten need not be remembered here.
    const there = new Set(states.map(({ letter }) => letter.id));
    for (const id of said) if (!there.has(id)) said.delete(id);
    if (fresh.length === 0) return [];
    for (const { letter } of fresh) said.add(letter.id);
    const lines = fresh
      .slice(-MOST_LINES)
      .map(({ letter }) => `${formatKst(letter.at)} ${letter.reply.title} (${letter.about.reference})`);
    const rest = fresh.length - lines.length;
    const head = say(
      `알림 ${fresh.length}건이 아무에게도 전해지지 않았습니다. /alerts 에서 볼 수 있습니다.`,
      `${fresh.length} alerts reached nobody. /alerts lists them.`,
    );
    const more = rest > 0 ? [say(`외 ${rest}건`, `and ${rest} more`)] : [];
    return [{ kind: 'notice', tone: 'warning', text: [head, ...lines, ...more].join('\n') }];
  };
}
