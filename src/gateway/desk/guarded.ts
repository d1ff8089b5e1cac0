import type { KeyScope } from '../../core/index.js';
import { requires } from '../gate.js';
import type { GatewayParts } from '../parts.js';

/** What every route behind the gate declares: where it stands in the document, and which scope it needs. */
export function guarded(parts: GatewayParts, tag: string, scope: KeyScope) {
  const apiKey: string[] = [];
  return { tags: [tag], middleware: requires(parts, scope), security: [{ apiKey }] };
}
