import { createHash, randomBytes } from 'node:crypto';
import {
  type AccountIdentity,
  type AccountKeys,
  accountKey,
  Secret,
  systemClock,
} from '../../src/core/index.js';
import { kiwoomAccountOf } from '../../src/simulator/kiwoom/account-of.js';
import { type AccountsContent, accountsContent } from '../../src/store/account-content.js';
import { accountSeal, digestOf, newDataKey } from '../../src/store/account-seal.js';
import { accountCiphers } from '../../src/store/accounts.js';
import { openDocument } from '../../src/store/document.js';
import { openStore } from '../../src/store/index.js';

const NOT_BEFORE = Date.parse('2026-01-05T09:00:00+09:00');

/** A data directory with very many accounts and people, as if they had been added one by one over months. */
export interface CrowdedStore {
  /** 32 bytes, hex: `STORE_KEY`. */
  readonly key: string;
  readonly accounts: readonly AccountIdentity[];
}

/**
 * Half of the accounts are KIS's, half Kiwoom's, all on paper; every person was given a few. Written at once rather than
 * through the desk, which adds them one by one.
 */
export async function crowdedStore(
  directory: string,
  { accounts, people }: { readonly accounts: number; readonly people: number },
): Promise<CrowdedStore> {
  const key = randomBytes(32).toString('hex');
  const made = Array.from({ length: accounts }, (_, n) => accountNumber(n));
  const store = await openStore({
    directory,
    key: new Secret(key),
    keyFile: `${directory}.key`,
    clock: systemClock,
    log: () => undefined,
  });
  await store.members.update(() =>
    Array.from({ length: people }, (_, n) => {
      const id = `discord:1000000000${String(n).padStart(8, '0')}`;
      const own = made.filter((__, index) => index % people === n || index % 97 === n % 97);
      const roles = n === 0 ? (['view', 'trade', 'admin'] as const) : (['view', 'trade'] as const);
      return {
        id,
        name: `사람${n}`,
        identities: [id],
        roles: [...roles],
        accounts: own.map(({ identity }) => accountKey(identity)),
        since: NOT_BEFORE,
      };
    }),
  );
  await store.close();
  await writeAccounts(directory, Buffer.from(key, 'hex'), made);
  return { key, accounts: made.map(({ identity }) => identity) };
}

interface Made {
  readonly identity: AccountIdentity;
  readonly keys: AccountKeys;
}

function accountNumber(n: number): Made {
  const mode = 'paper';
  if (n % 2 === 1) {
    const appKey = randomBytes(22).toString('hex').slice(0, 43);
    const keys = { appKey, appSecret: randomBytes(22).toString('hex').slice(0, 43) };
    return { identity: { broker: 'kiwoom', mode, ...kiwoomAccountOf(appKey) }, keys };
  }
  const digest = createHash('sha256').update(`account ${n}`).digest();
  const number = String(10_000_000 + (digest.readUInt32BE(0) % 90_000_000));
  const keys = { appKey: randomBytes(18).toString('hex'), appSecret: randomBytes(90).toString('hex') };
  return { identity: { broker: 'kis', mode, number, product: '01' }, keys };
}

async function writeAccounts(directory: string, master: Buffer, made: readonly Made[]): Promise<void> {
  const { cipher, wrapping } = accountCiphers(master);
  const document = await openDocument<AccountsContent>({
    directory,
    name: 'accounts',
    schema: accountsContent,
    empty: () => ({ accounts: [], profiles: {} }),
    cipher,
    clock: systemClock,
    report: () => undefined,
  });
  await document.update(content => {
    const dataKey = newDataKey(wrapping);
    const seal = accountSeal(dataKey, wrapping);
    content.dataKey = dataKey;
    content.accounts = made.map(({ identity, keys }) => ({
      ...identity,
      addedAt: NOT_BEFORE,
      keysAt: NOT_BEFORE,
      keyDigest: digestOf(keys.appKey),
      sealed: seal.seal(identity, keys),
    }));
    content.profiles = Object.fromEntries(
      made.map(({ identity }, n) => [accountKey(identity), { alias: `계좌${n}`, owner: `주인${n}` }]),
    );
  });
  await document.close();
}
