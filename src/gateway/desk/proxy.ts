import { createRoute, z } from '@hono/zod-openapi';
import { type AccountRef, accountKey, DeskError, mayUse, type ProxiedService } from '../../core/index.js';
import { ALWAYS, failures, json } from '../answers.js';
import type { Api } from '../api.js';
import type { Caller } from '../caller.js';
import { kisReader } from '../kis-account.js';
import type { GatewayParts } from '../parts.js';
import { guarded } from './guarded.js';
import { reading } from './reading.js';

const ROOT = '/api/v1/proxy/kis';

const serviceSchema = z
  .object({
    path: z.string().openapi({ description: 'Under `/api/v1/proxy/kis`.' }),
    tr_ids: z.array(z.string()),
    name: z.string(),
    of_account: z
      .boolean()
      .openapi({ description: 'Needs `CANO` and `ACNT_PRDT_CD` of an account of yours.' }),
  })
  .openapi('ProxiedService');

const brokerBody = z
  .json()
  .openapi('BrokerAnswer', { type: 'object', description: 'As the broker wrote it.' });

const WHY =
  'The broker’s own service, asked by the desk: paced by the same limiter as everything it asks (orders and accounts go ' +
  'first), with its token, its retries and its deadline. Prefer this to a handed-out token: nothing can be ordered ' +
  'here, the broker’s limit of calls a second holds for all programs together, and there is no secret to keep or renew.';

const headers = z.object({
  tr_id: z.string().regex(/^[A-Z0-9]{6,20}$/),
  tr_cont: z
    .enum(['', 'N'])
    .optional()
    .openapi({ description: '`N` for the next page, after an answer with `tr_cont: M` (or `F`).' }),
});

/** What belongs to no account is read on the line of any of the caller's, or of this one. */
const reader = z.looseObject({
  account: z.string().max(64).optional().openapi({ description: 'On whose line; not passed on.' }),
});

const ACCOUNT_NAMES = ['CANO', 'ACNT_PRDT_CD'] as const;

/** Reads of the broker for programs that know its API. */
export function addProxy(api: Api, parts: GatewayParts): void {
  const { proxied } = parts;
  const list = createRoute({
    ...guarded(parts, 'proxy', 'read'),
    method: 'get',
    path: ROOT,
    summary: 'The broker’s services that can be read through the desk',
    description: WHY,
    responses: {
      200: json(z.object({ services: z.array(serviceSchema) }).openapi('ProxiedServices'), 'The allow-list.'),
      ...failures(...ALWAYS),
    },
  });
  api.openapi(list, c => c.json({ services: proxied.map(serviceJson) }, 200));
  for (const path of new Set(proxied.map(service => service.path))) addService(api, parts, path);
}

function addService(api: Api, parts: GatewayParts, path: string): void {
  const { proxied, lineOf, clock } = parts;
  const services = proxied.filter(service => service.path === path);
  const ofAccount = services.some(service => service.ofAccount);
  const trCont = { description: 'As the broker gave it.', schema: { type: 'string' as const } };
  const route = createRoute({
    ...guarded(parts, 'proxy', 'read'),
    method: 'get',
    path: `${ROOT}${path}`,
    summary: `KIS: ${services.map(({ name }) => name).join(', ')}`,
    description: `${WHY} TR id: ${services.flatMap(({ trIds }) => trIds).join(', ')}. The query is the one of KIS’s document.`,
    request: {
      headers,
      query: ofAccount ? z.looseObject({ CANO: z.string(), ACNT_PRDT_CD: z.string() }) : reader,
    },
    responses: {
      200: { ...json(brokerBody, 'The broker’s body.'), headers: { tr_cont: trCont } },
      ...failures(...ALWAYS, 404, 501, 504),
      502: {
        ...json(
          brokerBody,
          'The broker answered with another status than 200: its body, or a Failure of the desk.',
        ),
        headers: { tr_cont: trCont },
      },
    },
  });
  api.openapi(route, async c => {
    const { account: named, ...params } = paramsOf(c.req.queries());
    const { proxy } = lineOf(accountFor(parts, c.get('caller'), { params, ofAccount, named }));
    const { tr_id: trId, tr_cont: cont = '' } = c.req.valid('header');
    const request = { path, trId, params, continued: cont === 'N' };
    const answer = await reading(clock, c.req.raw.signal, signal => proxy.read(request, signal));
    c.header('tr_cont', answer.trCont);
    const body = z.json().parse(answer.body ?? null);
    return answer.status === 200 ? c.json(body, 200) : c.json(body, 502);
  });
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const MOST = 60;
const LONGEST = 200;

/** Each parameter once. Throws `input`. */
function paramsOf(queries: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, string>> {
  const entries = Object.entries(queries);
  const wrong = (argument: string) =>
    new DeskError('input', 'no such query', { problem: 'malformed', argument });
  if (entries.length > MOST) throw wrong('query');
  return Object.fromEntries(
    entries.map(([name, [value = '', ...more]]) => {
      if (!NAME.test(name) || more.length > 0 || value.length > LONGEST) throw wrong(name.slice(0, 64));
      return [name, value];
    }),
  );
}

/**
 * The account on whose line it is read: the one that the parameters name, else any. Another's account is as unknown as
 * one that does not exist, however its name is written. Throws `notFound`, `notOffered`.
 */
function accountFor(
  parts: Pick<GatewayParts, 'accounts'>,
  caller: Pick<Caller, 'who'>,
  asked: {
    readonly params: Readonly<Record<string, string>>;
    readonly ofAccount: boolean;
    readonly named: string | undefined;
  },
): AccountRef {
  const { params, ofAccount, named } = asked;
  const written = Object.keys(params).filter(name => ACCOUNT_NAMES.some(one => one === name.toUpperCase()));
  if (!ofAccount && written.length === 0) return kisReader(parts, caller, named);
  const { CANO: number = '', ACNT_PRDT_CD: product = '' } = params;
  const own = parts.accounts.find(accountKey({ number, product }))?.ref;
  const isOther = named !== undefined && own && kisReader(parts, caller, named) !== own;
  if (own?.broker !== 'kis' || !mayUse(caller.who, own) || written.length > ACCOUNT_NAMES.length || isOther)
    throw new DeskError('notFound', 'no such account', { what: 'account' });
  return own;
}

const serviceJson = ({ path, trIds, name, ofAccount }: ProxiedService) => ({
  path,
  tr_ids: [...trIds],
  name,
  of_account: ofAccount,
});
