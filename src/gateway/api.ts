import type { HttpBindings } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import { DeskError } from '../core/index.js';
import type { Caller } from './caller.js';

/** What travels with one request. */
export interface ApiEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** In every answer as `x-request-id`, in the log and in the audit trail. */
    requestId: string;
    /** Set by `requires`. */
    caller: Caller;
  };
}

export type Api = OpenAPIHono<ApiEnv>;

/** An empty API. Input that does not fit its schema is an `input` error, which `failures` answers. */
export function newApi(): Api {
  return new OpenAPIHono<ApiEnv>({
    defaultHook(result) {
      if (result.success) return;
      const [issue] = result.error.issues;
      throw new DeskError('input', 'does not fit the schema', {
        problem: 'malformed',
        argument: issue?.path.join('.') || 'body',
      });
    },
  });
}
