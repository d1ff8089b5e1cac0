import type { KeyScope, Principal } from '../core/index.js';

/** Who makes a request, once the gate has let them in. */
export interface Caller {
  /** For usage, audit and log: a key's name, `web` for the page, `local` without a key on this computer. */
  readonly name: string;
  /** Where their tickets stand: `key:<id>` or `page:<id>`. */
  readonly place: string;
  readonly scopes: ReadonlySet<KeyScope>;
  readonly who: Principal;
}
