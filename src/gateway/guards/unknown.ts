import type { Context } from 'hono';
import type { Api, ApiEnv } from '../api.js';
import { refusal } from '../refusal.js';

/** A path that no route has is 404; one that others have with another method is 405, and says with which. */
export function answerUnknown(api: Api): (c: Context<ApiEnv>) => never {
  const routes = api.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, form: asForm(path) }));
  return c => {
    const { path } = c.req;
    const allowed = new Set(routes.filter(({ form }) => form.test(path)).map(({ method }) => method));
    if (allowed.size === 0) throw refusal('unknownPath');
    if (allowed.has('GET')) allowed.add('HEAD');
    c.env.outgoing.setHeader('allow', [...allowed].sort().join(', '));
    throw refusal('method');
  };
}

function asForm(path: string): RegExp {
  const source = path
    .split('/')
    .map(part => {
      if (part.startsWith(':')) return '[^/]+';
      return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return new RegExp(`^${source}$`);
}
