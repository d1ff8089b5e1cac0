import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import {
  ACCOUNT_COLOURS,
  type AccountKeys,
  accountKey,
  asDeskError,
  type DeskAccount,
  DeskError,
  maskAccount,
  mayUse,
  type Principal,
} from '../core/index.js';
import { ALWAYS, failures, json } from './answers.js';
import type { Api } from './api.js';
import { guarded } from './desk/guarded.js';
import { reading } from './desk/reading.js';
import { grantedAccount, idParam } from './own-account.js';
import type { GatewayParts } from './parts.js';
import { refusal } from './refusal.js';

const ownAccount = z
  .object({
    id: z.string().openapi({ description: 'Names it in other routes.', example: '50101234-01' }),
    broker: z.enum(['kis', 'kiwoom']),
    mode: z.enum(['live', 'paper']),
    alias: z.string(),
    number: z.string().openapi({ example: '****1234-01' }),
    colour: z.enum(ACCOUNT_COLOURS).nullable(),
    owner: z.string().openapi({ description: 'Whose it is, in people’s words; empty when nobody said.' }),
    closed: z
      .string()
      .nullable()
      .openapi({ description: 'Why nothing of it is read or ordered now; null while it is open.' }),
  })
  .openapi('OwnAccount');

const credentials = z
  .strictObject({
    app_key: z.string().min(1).max(512),
    app_secret: z.string().min(1).max(512),
    hts_id: z.string().min(1).max(40).optional().openapi({ description: 'KIS only: for notices of fills.' }),
  })
  .openapi('Credentials', { example: { app_key: 'PS…', app_secret: '…' } });

const fingerprint = z
  .object({
    fingerprint: z.string().openapi({ description: 'First 8 hex digits of the app key’s SHA-256.' }),
  })
  .openapi('CredentialsKept');

/** The accounts that were given to the caller, and other keys for them. */
export function addAccounts(api: Api, parts: GatewayParts): void {
  const { accounts, entries, stepUp, clock } = parts;
  const mine = createRoute({
    ...guarded(parts, 'account', 'read'),
    method: 'get',
    path: '/api/v1/accounts/me',
    summary: 'The accounts that were given to you',
    responses: {
      200: json(z.object({ accounts: z.array(ownAccount) }).openapi('OwnAccounts'), 'In the desk’s order.'),
      ...failures(...ALWAYS),
    },
  });
  const replace = createRoute({
    ...guarded(parts, 'account', 'control'),
    method: 'put',
    path: '/api/v1/accounts/{id}/credentials',
    summary: 'Gives an account of the store other keys',
    description:
      'Of an admin’s own key, with a code of their authenticator where one is asked of them. The keys are tried at the ' +
      'broker first: those of another account are refused, and the ones at hand serve until the new ones were tried. ' +
      'They rest encrypted and are never shown again. Accounts are added with npm run account; those whose keys are in ' +
      'the configuration are changed there (409).',
    request: {
      params: idParam,
      headers: z.object({
        'x-otp': z
          .string()
          .max(20)
          .optional()
          .openapi({ description: 'Six digits of the authenticator of the key’s owner, good once.' }),
      }),
      body: { required: true, content: { 'application/json': { schema: credentials } } },
    },
    responses: {
      200: json(fingerprint, 'They are in use.'),
      ...failures(...ALWAYS, 404, 409, 413, 415, 422, 502, 504),
    },
  });

  api.openapi(mine, c => {
    const { who } = c.get('caller');
    const own = accounts.list().filter(({ ref }) => mayUse(who, ref));
    return c.json({ accounts: own.map(accountJson) }, 200);
  });
  api.openapi(replace, async c => {
    const caller = c.get('caller');
    requireOwnAdmin(caller.who);
    const { ref, from } = grantedAccount(parts, caller, c.req.valid('param').id);
    if (from !== 'store') throw fixedAccount();
    const keys = keysOf(c.req.valid('json'));
    await stepUp.require(caller.who, c.req.valid('header')['x-otp'], 'accounts');
    await reading(clock, c.req.raw.signal, signal =>
      entries.replaceKeys(ref, keys, caller.who, signal).catch((thrown: unknown) => {
        throw told(asDeskError(thrown));
      }),
    );
    return c.json({ fingerprint: fingerprintOf(keys.appKey) }, 200);
  });
}

function accountJson({ ref, owner, closed }: DeskAccount): z.infer<typeof ownAccount> {
  const { broker, mode, alias, colour = null } = ref;
  const shown = { id: accountKey(ref), broker, mode, alias, number: maskAccount(ref) };
  return { ...shown, colour, owner, closed: closed ?? null };
}

/** Keys that act in nobody's name have nobody to ask for a second factor. */
function requireOwnAdmin({ id, byKey, roles }: Principal): void {
  if (byKey && id.startsWith('web:key:')) throw refusal('ownerRequired');
  if (!roles.has('admin')) throw new DeskError('denied', 'role', { need: 'admin' });
}

function keysOf(body: z.infer<typeof credentials>): AccountKeys {
  const { app_key: appKey, app_secret: appSecret, hts_id: htsId } = body;
  return { appKey, appSecret, ...(htsId === undefined ? {} : { htsId }) };
}

function fixedAccount(): DeskError {
  const detail = { what: 'account', problem: 'fixedAccount', answerWith: 409 };
  return new DeskError('impossible', 'its keys are in the configuration', detail);
}

/** Keys that the broker does not take are no failure of the desk here. */
function told(error: DeskError): DeskError {
  if (error.kind !== 'credentials') return error;
  const detail = { ...error.detail, answerWith: 422 };
  return new DeskError(error.kind, error.message, detail, { cause: error.cause });
}

function fingerprintOf(appKey: string): string {
  return createHash('sha256').update(appKey.trim()).digest('hex').slice(0, 8);
}
