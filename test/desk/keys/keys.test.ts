import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BACKEND, DAY, FATHER, HOUR, keyRoom, LIMITS, MOTHER, SYNC } from './key-room.js';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a key', () => {
  test('is 256 random bits of text, of which the store keeps the digest and people see neither', async () => {
    const { add, store, control, notices } = keyRoom();
    const { key, view } = await add('dash', ['read']);
    expect(key).toMatch(/^kco_[A-Za-z0-9_-]{43}$/);
    const [kept] = store.list();
    expect(kept).toMatchObject({ name: 'dash', digest: sha(key), stamp: 'demo', previous: undefined });
    expect(kept?.id).toMatch(/^[a-z2-7]{8}$/);
    const shown = JSON.stringify([view, control.list(), notices, store.list()]);
    expect(shown).not.toContain(key.slice(4));
    expect(JSON.stringify([view, control.list(), notices])).not.toContain(sha(key));
    expect((await add('other', ['read'])).key).not.toBe(key);
  });

  test('lets its holder in as the owner, with the roles of its scopes, and notes the use', async () => {
    const { add, keys, store, clock } = keyRoom();
    const { key, view } = await add('robot', ['unattended', 'read', 'trade'], { limits: LIMITS });
    expect(keys.check(key)).toEqual({
      id: view.id,
      name: 'robot',
      scopes: new Set(['read', 'trade', 'unattended']),
      accounts: 'all',
      who: {
        id: 'discord:1001',
        ids: ['discord:1001', `web:key:${view.id}`],
        name: '아빠',
        roles: new Set(['view', 'trade']),
        accounts: 'all',
        byKey: { id: view.id, limits: LIMITS },
      },
    });
    expect(store.uses).toEqual(new Map([[view.id, clock.now()]]));
    expect(keys.principalOf(view.id)).toEqual(keys.check(key)?.who);
  });

  test.each([
    [['token'], []],
    [['read'], ['view']],
    [['trade'], ['trade']],
    [['control'], ['admin']],
    [
      ['token', 'read', 'control'],
      ['view', 'admin'],
    ],
  ] as const)('of the scopes %j has the roles %j and no others', async (scopes, roles) => {
    const { add, keys } = keyRoom();
    const { key } = await add('dash', scopes);
    expect(keys.check(key)?.who.roles).toEqual(new Set(roles));
  });

  test('that only fetches tokens is nobody on the desk', async () => {
    const { add, keys } = keyRoom();
    const { view } = await add('dash', ['token']);
    expect(keys.principalOf(view.id)).toBeUndefined();
    expect([keys.principalOf('sync'), keys.principalOf('nobody')]).toEqual([undefined, undefined]);
  });

  test('without an owner acts in nobody’s name', async () => {
    const { add, keys } = keyRoom();
    const { key, view } = await add('dash', ['read'], { owner: undefined, accounts: ['50107788-01'] });
    const who = keys.check(key)?.who;
    expect(who).toMatchObject({ id: `web:key:${view.id}`, ids: [`web:key:${view.id}`], name: 'dash' });
    expect(who?.accounts).toEqual(['50107788-01']);
  });
});

describe('what is refused', () => {
  test('wrong, unknown, expired, revoked, of another environment and missing are the same nothing, and no use', async () => {
    const { add, keys, store, clock, control, open } = keyRoom();
    const good = await add('good', ['read']);
    const expired = await add('expired', ['read'], { lifeMs: HOUR });
    const revoked = await add('revoked', ['read']);
    await control.revoke('revoked');
    const live = open('live').controlFor({ id: FATHER.id, name: FATHER.name });
    const elsewhere = await live.add({ ...good.view, name: 'elsewhere', lifeMs: undefined });
    await clock.advance(HOUR);
    const presented = [
      undefined,
      '',
      'kco_',
      `kco_${randomBytes(32).toString('base64url')}`,
      `${good.key.slice(0, -1)}${good.key.endsWith('A') ? 'B' : 'A'}`,
      `x${good.key.slice(1)}`,
      good.key.slice(0, -1),
      `${good.key} `,
      `${good.key}A`,
      good.key.toUpperCase(),
      'x'.repeat(100_000),
      `${good.key}${' '.repeat(600)}`,
      '\u0000',
      '키'.repeat(300),
      sha(good.key),
      expired.key,
      revoked.key,
      elsewhere.key,
    ];
    expect(presented.map(key => keys.check(key))).toEqual(presented.map(() => undefined));
    expect(store.uses.size).toBe(0);
    expect(keys.check(good.key)?.name).toBe('good');
  });

  test('twenty thousand random keys are let in not once', async () => {
    const { add, keys } = keyRoom();
    const { key } = await add('good', ['read', 'token']);
    let accepted = 0;
    for (let n = 0; n < 20_000; n++) {
      const guess = `kco_${randomBytes(32).toString('base64url')}`;
      if (guess !== key && keys.check(guess)) accepted++;
    }
    expect(accepted).toBe(0);
    expect(keys.check(key)).toBeDefined();
  });
});

describe('keys of the configuration', () => {
  test('have their scopes, every account and nobody’s name', () => {
    const { keys } = keyRoom();
    expect(keys.check(SYNC)).toMatchObject({ id: 'sync', scopes: new Set(['token']), accounts: 'all' });
    expect(keys.check(BACKEND)).toMatchObject({
      id: 'backend',
      scopes: new Set(['read', 'trade', 'control']),
      who: {
        id: 'web:key:backend',
        roles: new Set(['view', 'trade', 'admin']),
        byKey: { id: 'backend', limits: undefined },
      },
    });
  });

  test('are listed as fixed, and neither exchanged, revoked nor doubled', async () => {
    const { control, add } = keyRoom();
    expect(control.list()).toMatchObject([
      { id: 'sync', name: 'sync', fixed: true, state: 'good' },
      { id: 'backend', name: 'backend', fixed: true, state: 'good' },
    ]);
    const fixed = { kind: 'impossible', detail: { problem: 'keyFixed' } };
    await expect(control.rotate('sync', 0)).rejects.toMatchObject(fixed);
    await expect(control.revoke('backend')).rejects.toMatchObject(fixed);
    await expect(add('sync', ['token'])).rejects.toMatchObject(fixed);
  });
});

describe('an exchange', () => {
  test('leaves both keys good while they overlap, and then the new one alone', async () => {
    const { add, control, keys, clock } = keyRoom();
    const old = await add('dash', ['read']);
    const made = await control.rotate('dash', HOUR);
    expect(made.view).toMatchObject({ id: old.view.id, name: 'dash' });
    expect(keys.check(old.key)).toEqual(keys.check(made.key));
    await clock.advance(HOUR - 1);
    expect(keys.check(old.key)?.name).toBe('dash');
    await clock.advance(1);
    expect([keys.check(old.key), keys.check(made.key)?.name]).toEqual([undefined, 'dash']);
  });

  test('without overlap ends the old key at once, and a second exchange that of the first', async () => {
    const { add, control, keys } = keyRoom();
    const first = await add('dash', ['read']);
    const second = await control.rotate('dash', HOUR);
    const third = await control.rotate('dash', HOUR);
    const fourth = await control.rotate('dash', 0);
    const good = [first, second, third, fourth].map(({ key }) => keys.check(key) !== undefined);
    expect(good).toEqual([false, false, false, true]);
  });

  test('gives the new key the life that the old one was given, and never prolongs the old one', async () => {
    const { add, control, keys, clock } = keyRoom();
    const old = await add('dash', ['read'], { lifeMs: 10 * DAY });
    await clock.advance(9 * DAY);
    const made = await control.rotate('dash', 5 * DAY);
    expect(made.view.expiresAt).toBe(clock.now() + 10 * DAY);
    await clock.advance(DAY);
    expect([keys.check(old.key), keys.check(made.key)?.name]).toEqual([undefined, 'dash']);
  });

  test('of a key that is over, or not there, is refused', async () => {
    const { add, control, clock } = keyRoom();
    await add('short', ['read'], { lifeMs: HOUR });
    await add('revoked', ['read']);
    await control.revoke('revoked');
    await clock.advance(HOUR);
    const over = { kind: 'impossible', detail: { problem: 'keyOver' } };
    await expect(control.rotate('short', 0)).rejects.toMatchObject(over);
    await expect(control.rotate('revoked', 0)).rejects.toMatchObject(over);
    await expect(control.rotate('none', 0)).rejects.toMatchObject({ kind: 'notFound' });
    for (const overlap of [-1, Number.NaN, 31 * DAY])
      await expect(control.rotate('short', overlap)).rejects.toMatchObject({
        detail: { problem: 'keyOverlap' },
      });
  });
});

describe('an end', () => {
  test('by revocation is there at once, for the key before the last exchange too, and told once', async () => {
    const { add, control, keys, notices } = keyRoom();
    const old = await add('dash', ['read']);
    const made = await control.rotate('dash', HOUR);
    const { state } = await control.revoke('dash');
    expect([state, keys.check(old.key), keys.check(made.key)]).toEqual(['revoked', undefined, undefined]);
    expect(keys.principalOf(made.view.id)).toBeUndefined();
    const told = notices.length;
    expect((await control.revoke('dash')).state).toBe('revoked');
    expect(notices.length).toBe(told);
    await expect(control.revoke('none')).rejects.toMatchObject({ kind: 'notFound' });
  });

  test('by time comes to the millisecond', async () => {
    const { add, keys, clock, stateOf } = keyRoom();
    const { key, view } = await add('dash', ['read'], { lifeMs: HOUR });
    await clock.advance(HOUR - 1);
    expect([keys.check(key)?.name, keys.principalOf(view.id)?.id]).toEqual(['dash', FATHER.id]);
    await clock.advance(1);
    expect([keys.check(key), keys.principalOf(view.id), stateOf('dash')]).toEqual([
      undefined,
      undefined,
      'expired',
    ]);
  });

  test('frees the name for another key, which has another id', async () => {
    const { add, control, keys, store } = keyRoom();
    const old = await add('dash', ['read']);
    await expect(add('dash', ['read'])).rejects.toMatchObject({ detail: { problem: 'keyTaken' } });
    await control.revoke('dash');
    const made = await add('dash', ['token']);
    expect(made.view.id).not.toBe(old.view.id);
    expect([keys.check(old.key), keys.check(made.key)?.scopes]).toEqual([undefined, new Set(['token'])]);
    expect(store.list()).toHaveLength(1);
  });
});

describe('the owner', () => {
  test('who was removed takes the key along, at once', async () => {
    const { add, keys, memberStore, stateOf } = keyRoom();
    const { key, view } = await add('dash', ['read', 'token'], { owner: MOTHER.id });
    await memberStore.update(all => all.filter(({ id }) => id !== MOTHER.id));
    expect([keys.check(key), keys.principalOf(view.id), stateOf('dash')]).toEqual([
      undefined,
      undefined,
      'ownerless',
    ]);
  });

  test('who may trade no more has no key that trades or fetches tokens, and gets both back with the role', async () => {
    const { add, keys, setRoles } = keyRoom();
    const { key } = await add('dash', ['read', 'token', 'trade'], { owner: MOTHER.id });
    await setRoles(MOTHER.id, ['view']);
    expect(keys.check(key)).toMatchObject({ scopes: new Set(['read']), who: { roles: new Set(['view']) } });
    await setRoles(MOTHER.id, ['view', 'trade']);
    expect(keys.check(key)?.scopes).toEqual(new Set(['token', 'read', 'trade']));
  });

  test('who may do nothing of what the key is for leaves it good for nothing', async () => {
    const { add, keys, setRoles, stateOf } = keyRoom();
    const { key } = await add('dash', ['control']);
    await setRoles(FATHER.id, ['view', 'trade']);
    expect([keys.check(key), stateOf('dash')]).toEqual([undefined, 'ownerless']);
  });

  test.each([
    ['all', ['50107788-01']],
    [['50107788-01', '99999999-01'], ['50107788-01']],
    [['99999999-01'], []],
    [[], []],
  ] as const)('has no accounts to give but their own: of %j %j is left', async (accounts, left) => {
    const { add, keys } = keyRoom();
    const { key } = await add('dash', ['read'], { owner: MOTHER.id, accounts });
    const holder = keys.check(key);
    expect([holder?.accounts, holder?.who.accounts]).toEqual([left, left]);
  });

  test('is found by any identity, and the key follows who they are', async () => {
    const linked = { ...MOTHER, identities: [MOTHER.id, 'discord:77'] };
    const { add, keys, memberStore } = keyRoom({ people: [FATHER, linked] });
    const { key, view } = await add('dash', ['read'], { owner: 'discord:77' });
    expect(view.owner).toBe(MOTHER.id);
    expect(keys.check(key)?.who.ids).toEqual([MOTHER.id, 'discord:77', `web:key:${view.id}`]);
    await memberStore.update(all =>
      all.map(one => (one.id === MOTHER.id ? { ...one, name: '어머니' } : one)),
    );
    expect(keys.check(key)?.who.name).toBe('어머니');
  });
});

describe('a wish whose parts do not go together is refused, and nothing is made', () => {
  const room = keyRoom();
  const { wish } = room;
  test.each([
    ['keyName', wish('Dash', ['read'])],
    ['keyName', wish('', ['read'])],
    ['keyName', wish('a'.repeat(33), ['read'])],
    ['keyName', wish('constructor!', ['read'])],
    ['keyScopes', wish('dash', [])],
    ['keyUnattended', wish('dash', ['unattended'], { limits: LIMITS })],
    ['keyOwner', wish('dash', ['trade'], { owner: undefined })],
    ['keyOwner', wish('dash', ['trade', 'unattended'], { owner: undefined, limits: LIMITS })],
    ['keyOwnerUnknown', wish('dash', ['read'], { owner: 'discord:9' })],
    ['keyOwnerRole', wish('dash', ['control'], { owner: MOTHER.id })],
    ['keyLimits', wish('dash', ['trade', 'unattended'])],
    ['keyLimitsUseless', wish('dash', ['trade'], { limits: LIMITS })],
    ['keyLife', wish('dash', ['read'], { lifeMs: HOUR - 1 })],
    ['keyLife', wish('dash', ['read'], { lifeMs: 732 * DAY })],
    ['keyLife', wish('dash', ['read'], { lifeMs: Number.NaN })],
    ...[
      { ...LIMITS, orderAmount: 0n },
      { ...LIMITS, orderAmount: LIMITS.dayAmount + 1n },
      { ...LIMITS, dayAmount: 10n ** 13n },
      { ...LIMITS, dayCount: 0 },
      { ...LIMITS, dayCount: 1.5 },
    ].map(limits => ['keyLimits', wish('dash', ['trade', 'unattended'], { limits })] as const),
  ] as const)('%s: %o', async (problem, wrong) => {
    await expect(room.control.add(wrong)).rejects.toMatchObject({ kind: 'input', detail: { problem } });
    expect([room.store.list(), room.notices]).toEqual([[], []]);
  });
});

test('what could not be written changed nothing and is told to nobody', async () => {
  const { add, control, keys, store, notices } = keyRoom();
  const { key } = await add('dash', ['read']);
  notices.length = 0;
  store.fails = true;
  await expect(add('other', ['read'])).rejects.toMatchObject({ kind: 'storage' });
  await expect(control.rotate('dash', 0)).rejects.toMatchObject({ kind: 'storage' });
  await expect(control.revoke('dash')).rejects.toMatchObject({ kind: 'storage' });
  expect([keys.check(key)?.name, store.list().length, notices.length]).toEqual(['dash', 1, 0]);
});

test('a program may look and revoke, but never makes or exchanges a key', async () => {
  const { add, keys, store } = keyRoom();
  const { view } = await add('ops', ['control']);
  await add('dash', ['read']);
  const who = keys.principalOf(view.id);
  if (!who) throw new Error('nobody');
  const control = keys.controlFor(who);
  const denied = { kind: 'denied', detail: { need: 'person' } };
  await expect(control.add({ ...view, name: 'more', lifeMs: undefined })).rejects.toMatchObject(denied);
  await expect(control.rotate('dash', 0)).rejects.toMatchObject(denied);
  expect(store.list()).toHaveLength(2);
  expect((await control.revoke('dash')).state).toBe('revoked');
});

test('every change is told as a matter of security: who, which key, which scopes, never the key', async () => {
  const { add, control, notices } = keyRoom();
  const made = await add('robot', ['trade', 'unattended'], { limits: LIMITS, accounts: ['50107788-01'] });
  const next = await control.rotate('robot', HOUR);
  await control.revoke('robot');
  expect(notices.map(({ kind, urgency, by, isPrivate }) => [kind, urgency, by, isPrivate])).toEqual([
    ['security', 'warning', FATHER.id, true],
    ['security', 'warning', FATHER.id, true],
    ['security', 'info', FATHER.id, true],
  ]);
  for (const { draft } of notices) {
    const text = JSON.stringify(draft);
    for (const word of ['robot', '거래, 무인', '****7788-01', '“아빠” (discord:1001)'])
      expect(text).toContain(word);
    for (const secret of [made.key, next.key, sha(made.key), '50107788']) expect(text).not.toContain(secret);
  }
});

test('changes that another process made are taken over, told and written into the trail', async () => {
  const { keys, store, notices, audited, open } = keyRoom();
  const other = keyRoom();
  const { key } = await other.add('dash', ['read'], { owner: undefined });
  store.elsewhere(() => other.store.list());
  expect(keys.check(key)?.name).toBe('dash');
  const next = await other.control.rotate('dash', 0);
  await other.control.revoke('dash');
  store.elsewhere(() => other.store.list());
  expect([keys.check(key), keys.check(next.key)]).toEqual([undefined, undefined]);
  expect(audited).toEqual([
    'desk npm run keys: key added dash (read)',
    'desk npm run keys: key rotated dash (read)',
    'desk npm run keys: key revoked dash (read)',
  ]);
  expect(notices.map(({ draft, by }) => [draft.title, by])).toEqual([
    ['API 키를 만들었습니다', undefined],
    ['API 키를 새 키로 바꿨습니다', undefined],
    ['API 키를 폐기했습니다', undefined],
  ]);
  expect(JSON.stringify(notices)).toContain('npm run keys');
  expect(open('live').controlFor({ id: 'x', name: 'x' }).list()).toHaveLength(3);
});
