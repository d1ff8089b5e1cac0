import type { Block, Draft, Language, Tone } from '../../../core/index.js';
import { sayIn } from '../../teller.js';

/** What every alert says. */
export interface Trouble {
  readonly tone: Tone;
  readonly title: string;
  readonly happened: string;
  /** What works now and what does not. */
  readonly now: string;
  /** What the bot does, and when. */
  readonly next: string;
  /** What a person can do. */
  readonly todo: string;
  /** Stands before the fields: a list, say. */
  readonly more?: readonly Block[];
}

/** What happened, what it means now, what the bot does next and when, what you can do. */
export function troubleDraft(
  { tone, title, happened, now, next, todo, more = [] }: Trouble,
  language: Language,
): Draft {
  const say = sayIn(language);
  return {
    title,
    tone,
    blocks: [
      { kind: 'text', text: happened },
      ...more,
      {
        kind: 'fields',
        fields: [
          { label: say('지금', 'Now'), value: now },
          { label: say('봇이 할 일', 'The bot will'), value: next },
          { label: say('할 수 있는 일', 'You can'), value: todo },
        ],
      },
    ],
  };
}
