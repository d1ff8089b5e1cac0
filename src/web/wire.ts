/** What the gateway says to the page; its own schemas say the same. */

export type Tone = 'neutral' | 'good' | 'warning' | 'bad';

export type Cell =
  | string
  | { readonly kind: 'won'; readonly won: number }
  | { readonly kind: 'change'; readonly won: number }
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'shares'; readonly shares: number }
  | { readonly kind: 'time'; readonly at: string };

export interface Button {
  readonly id: string;
  readonly label: string;
  readonly style: 'plain' | 'primary' | 'danger';
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'fields';
      readonly fields: readonly { readonly label: string; readonly value: Cell }[];
    }
  | {
      readonly kind: 'table';
      readonly columns: readonly { readonly label: string; readonly align: 'left' | 'right' }[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: 'notice'; readonly tone: Tone; readonly text: string }
  /** `png`: base64. */
  | { readonly kind: 'image'; readonly png: string; readonly alt: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  | { readonly kind: 'divider' };

export interface Reply {
  readonly title: string;
  readonly stamp: 'live' | 'paper' | 'demo';
  readonly tone: Tone;
  readonly blocks: readonly Block[];
  readonly footer?: string | undefined;
}

/** `n` is its place in the page, `change` rises with every change. */
export type Entry = {
  readonly id: string;
  readonly n: number;
  readonly change: number;
  readonly at: string;
} & (
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'card'; readonly reply: Reply }
  | { readonly kind: 'alert'; readonly tone: Tone; readonly title: string; readonly text: string }
);

export interface State {
  readonly session: string;
  readonly version: string;
  readonly stamp: 'live' | 'paper' | 'demo';
  readonly who: { readonly name: string; readonly trades: boolean };
  readonly token: { readonly state: 'none' | 'fresh' | 'due' | 'expired'; readonly minutesLeft: number };
  readonly queue: { readonly waiting: number; readonly inFlight: number };
  readonly alerts: { readonly waiting: number; readonly nobody: number; readonly unacknowledged: number };
  readonly unsettled: number;
  readonly platforms: readonly {
    readonly name: string;
    readonly state: 'starting' | 'connected' | 'lost' | 'stopped';
  }[];
  readonly halts: readonly { readonly scope: string; readonly reason: string; readonly end: string }[];
}

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  /** Nobody who looks on may read what is typed. */
  readonly secret: boolean;
}

export interface Form {
  readonly title: string;
  readonly fields: readonly FormField[];
}

export interface Suggestion {
  readonly value: string;
  readonly label: string;
}

/** Prices in won; `date` is `YYYYMMDD` and `time` `HHMMSS`, both of Korea. */
export interface Candle {
  readonly date: string;
  readonly time?: string | undefined;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Oldest first. */
export interface Chart {
  readonly code: string;
  readonly candles: readonly Candle[];
}
