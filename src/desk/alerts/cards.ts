import {
  type Block,
  type Button,
  type Draft,
  formatKst,
  type Language,
  type Letter,
  type LetterButton,
  type Notice,
  type Reply,
  type Stamp,
} from '../../core/index.js';
import { sayIn } from '../teller.js';

export const MUTE_MS = 60 * 60_000;

/** What a letter shows: what happened, what became of it since, and what can be done about it. */
export interface Face {
  readonly draft: Draft;
  /** How often, for how long. */
  readonly counted: string | undefined;
  /** Who confirmed it, and the like; oldest first. */
  readonly marks: readonly string[];
  readonly buttons: readonly FaceButton[];
  readonly footer: string;
  readonly isPrivate: boolean;
}

export type FaceButton = Button & Pick<LetterButton, 'means'>;

export interface FaceWords {
  readonly title?: string;
  readonly tone?: Draft['tone'];
  readonly counted: string | undefined;
  readonly reference: string;
  readonly language: Language;
}

/** A notice as a card. `had`: what stands there already; its marks and the ids of its buttons stay. */
export function faceOf(
  notice: Notice,
  { title, tone, counted, reference, language }: FaceWords,
  newId: () => string,
  had?: Face,
): Face {
  const say = sayIn(language);
  const { draft } = notice;
  const own = draft.footer === undefined ? [] : [draft.footer];
  const kept = had?.buttons ?? [];
  const gone = (means: LetterButton['means']['kind']) =>
    had !== undefined && !kept.some(button => button.means.kind === means);
  const wanted: readonly Omit<FaceButton, 'id'>[] = [
    ...(needsAnswer(notice) && !gone('acknowledge')
      ? [
          {
            label: say('확인', 'Acknowledge'),
            style: 'primary' as const,
            means: { kind: 'acknowledge' as const },
          },
        ]
      : []),
    ...(notice.urgency === 'warning' && notice.incident !== undefined && !notice.over && !gone('mute')
      ? [
          {
            label: say('1시간 끄기', 'Mute for an hour'),
            style: 'plain' as const,
            means: { kind: 'mute' as const, ms: MUTE_MS },
          },
        ]
      : []),
    ...(notice.actions ?? []).map(({ label, call, style = 'plain' }) => ({
      label,
      style,
      means: { kind: 'call' as const, call },
    })),
  ];
  return {
    draft: { ...draft, title: title ?? draft.title, tone: tone ?? draft.tone },
    counted,
    marks: had?.marks ?? [],
    buttons: wanted.map(button => ({
      ...button,
      id: kept.find(({ label }) => label === button.label)?.id ?? newId(),
    })),
    footer: [...own, `${say('참조', 'Reference')} ${reference}`, `${formatKst(notice.at)} KST`].join(' · '),
    isPrivate: notice.isPrivate ?? false,
  };
}

const needsAnswer = ({ urgency, over }: Notice) => urgency !== 'info' && !over;

/** What a letter of an earlier run shows. Its marks are part of its words already. */
export function faceOfLetter({ reply, buttons }: Pick<Letter, 'reply' | 'buttons'>): Face {
  const { title, tone, blocks, footer = '', visibility, stamp } = reply;
  const shown = blocks.flatMap(block => (block.kind === 'buttons' ? block.buttons : []));
  return {
    draft: { title, tone, stamp, blocks: blocks.filter(({ kind }) => kind !== 'buttons') },
    counted: undefined,
    marks: [],
    buttons: buttons.flatMap(({ id, means }) => {
      const button = shown.find(candidate => candidate.id === id);
      return button ? [{ ...button, means }] : [];
    }),
    footer,
    isPrivate: visibility === 'private',
  };
}

/** The same card with one more mark, and without the buttons that it makes void. */
export const marked = (
  face: Face,
  mark: string,
  without: readonly LetterButton['means']['kind'][],
): Face => ({
  ...face,
  marks: [...face.marks, mark],
  buttons: face.buttons.filter(({ means }) => !without.includes(means.kind)),
});

export function draftOf({ draft, counted, marks, buttons, footer }: Face): Draft {
  const notes = [...(counted === undefined ? [] : [counted]), ...marks];
  const lines: Block[] = notes.map(text => ({ kind: 'notice', tone: 'neutral', text }));
  const row: Block[] =
    buttons.length === 0
      ? []
      : [{ kind: 'buttons', buttons: buttons.map(({ id, label, style }) => ({ id, label, style })) }];
  return { ...draft, blocks: [...draft.blocks, ...lines, ...row], footer };
}

/** `stamp`: of the desk; what is about one account bears its own. */
export const replyOf = (face: Face, stamp: Stamp): Reply => ({
  ...draftOf(face),
  stamp: face.draft.stamp ?? stamp,
  visibility: face.isPrivate ? 'private' : 'public',
});

export const letterButtons = ({ buttons }: Face): readonly LetterButton[] =>
  buttons.map(({ id, means }) => ({ id, means }));
