import type { Draft, Field, Language, Tone } from '../../core/index.js';
import { sayIn } from '../teller.js';

/** What every notice about the machine tells. */
export interface PlainWords {
  readonly tone: Tone;
  readonly title: string;
  readonly happened: string;
  /** What works now and what does not. */
  readonly now: string;
  /** What the bot does, and when. */
  readonly next: string;
  /** What a person can do. */
  readonly todo: string;
  /** Facts that stand before these. */
  readonly facts?: readonly Field[];
}

/** What happened, what it means now, what the bot does next and when, what you can do. */
export function plainDraft(words: PlainWords, language: Language): Draft {
  const say = sayIn(language);
  return {
    title: words.title,
    tone: words.tone,
    blocks: [
      { kind: 'text', text: words.happened },
      {
        kind: 'fields',
        fields: [
          ...(words.facts ?? []),
          { label: say('지금', 'Now'), value: words.now },
          { label: say('봇이 할 일', 'The bot will'), value: words.next },
          { label: say('할 수 있는 일', 'You can'), value: words.todo },
        ],
      },
    ],
  };
}
