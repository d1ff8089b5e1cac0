/** What a press still has to be told: a modal on Discord, a question on Telegram and in the terminal. */
export interface Form {
  readonly title: string;
  /** One to five. */
  readonly fields: readonly FormField[];
}

export interface FormField {
  /** The argument that it fills. */
  readonly name: string;
  readonly label: string;
  /** An example or what may be written, in a few words. */
  readonly hint: string;
  readonly required: boolean;
  /** Takes everything that is left, blanks included. */
  readonly rest: boolean;
  /** Nobody else may read the answer: it is asked in private, and what was typed is taken away where that can be done. */
  readonly secret: boolean;
}
