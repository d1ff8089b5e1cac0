import { describe, expect, it, onTestFinished } from 'vitest';
import { type AccountRef, accountKey, DeskError, type Limits } from '../../src/core/index.js';
import { ADMIN, CONFIGURED, entryOf, openDeskAccounts, person } from '../support/desk-accounts.js';

type Rig = Awaited<ReturnType<typeof openDeskAccounts>>;
const aliases = ({ accounts }: Rig) => accounts.list().map(({ ref }) => ref.alias);
const json = (value: unknown) =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one));

describe('an account that is added', () => {
  it('is tested at the broker, in the list after those of the configuration, in the trail, and told without secrets', async () => {
    const rig = await openDeskAccounts();
    let heard = 0;
    rig.accounts.onChange(() => heard++);
    const added = await rig.add(1, { owner: '엄마', colour: 'green', alias: '엄마' });
    expect(rig.probed).toEqual(['PSappkey-1']);
    expect(added).toEqual({
      ref: { broker: 'kis', mode: 'live', number: '50107701', product: '01', alias: '엄마', colour: 'green' },
      owner: '엄마',
      from: 'store',
      limits: {},
      closed: undefined,
    });
    expect(aliases(rig)).toEqual(['모의', '엄마']);
    expect([rig.accounts.find('50107701-01'), heard]).toEqual([added, 1]);
    expect(rig.store.keysOf(added.ref)).toEqual(entryOf(1).keys);
    expect(rig.audited).toMatchObject([
      { who: 'discord:1', act: 'account added ****7701-01 kis live', outcome: 'done' },
    ]);
    expect(rig.told).toMatchObject([{ kind: 'security', isPrivate: true, by: 'discord:1' }]);
    expect(json([rig.told, rig.audited])).not.toMatch(/PSappkey|secret-1|50107701/);
  });

  it('of Kiwoom has the number that its keys tell', async () => {
    const rig = await openDeskAccounts();
    rig.numbers.set('PSappkey-2', '81112222-10');
    const { number: _, ...rest } = entryOf(2, { broker: 'kiwoom', mode: 'paper' });
    const { ref } = await rig.accounts.entries.add(rest, ADMIN, rig.signal);
    expect(ref).toMatchObject({ broker: 'kiwoom', mode: 'paper', number: '81112222', product: '10' });
  });

  it('is refused, and kept nowhere, when its keys are of another account than the one that was said', async () => {
    const rig = await openDeskAccounts();
    rig.numbers.set('PSappkey-1', '50107799-01');
    await expect(rig.add(1)).rejects.toMatchObject({
      kind: 'credentials',
      detail: { problem: 'otherAccount', found: '****7799-01' },
    });
    rig.numbers.clear();
    for (const kind of ['credentials', 'unavailable'] as const) {
      rig.flaws.probe = new DeskError(kind, 'no');
      await expect(rig.add(1)).rejects.toMatchObject({ kind });
    }
    expect([aliases(rig), rig.told, rig.audited]).toEqual([['모의'], [], []]);
    expect(rig.store.keysOf(CONFIGURED)).toBeUndefined();
  });

  it.each([
    ['account', { number: '50107701-01', alias: 'x', keys: { appKey: 'PSnew', appSecret: 's' } }],
    ['account', { number: '50101234-01', alias: 'x', keys: { appKey: 'PSnew', appSecret: 's' } }],
    ['alias', { alias: 'ACCOUNT1' }],
    ['alias', { alias: '모의' }],
    ['appKey', { keys: { appKey: 'PSappkey-1', appSecret: 'other' } }],
    ['appKey', { keys: { appKey: 'PSconfigured', appSecret: 'other' } }],
  ] as const)('is a conflict where its %s is another’s: %o', async (what, over) => {
    const rig = await openDeskAccounts();
    await rig.add(1);
    await expect(rig.add(2, over)).rejects.toMatchObject({ kind: 'conflict', detail: { what } });
    expect(rig.probed).toEqual(['PSappkey-1']);
    expect(aliases(rig)).toEqual(['모의', 'account1']);
  });

  it('is a conflict when another process was quicker, whatever the broker said', async () => {
    const rig = await openDeskAccounts();
    const other = await openDeskAccounts(rig.home);
    await rig.add(1);
    // It has not looked at the disk since, so only the write itself can tell.
    expect(aliases(other)).toEqual(['모의']);
    await expect(other.add(1)).rejects.toMatchObject({ kind: 'conflict', detail: { what: 'account' } });
    expect(other.probed).toEqual(['PSappkey-1']);
    const again = await rig.open();
    expect(again.list().accounts).toHaveLength(1);
  });

  it.each([
    ['accountAlias', { alias: '1234' }],
    ['accountAlias', { alias: 'a@b' }],
    ['accountAlias', { alias: 'two words' }],
    ['accountAlias', { alias: 'x'.repeat(21) }],
    ['accountAlias', { alias: 'ｆｕｌｌ' }],
    ['accountAlias', { alias: 'all' }],
    ['accountOwner', { owner: '<@1>' }],
    ['accountNumber', { number: '5010770101' }],
    ['accountKeys', { keys: { appKey: 'same', appSecret: 'same' } }],
    ['accountKeys', { keys: { appKey: 'two words', appSecret: 's' } }],
    ['accountHtsId', { broker: 'kiwoom' as const, keys: { appKey: 'a', appSecret: 'b', htsId: 'me' } }],
  ])('is refused as %s before anybody is asked: %o', async (problem, over) => {
    const rig = await openDeskAccounts();
    await expect(rig.add(1, over)).rejects.toMatchObject({ kind: 'input', detail: { problem } });
    expect([rig.probed, aliases(rig)]).toEqual([[], ['모의']]);
  });
});

describe('other keys of an account', () => {
  it('serve once the broker has said that they are of the same account, and open one that was closed', async () => {
    const rig = await openDeskAccounts();
    const { ref } = await rig.add(1);
    rig.accounts.close(ref, '앱키가 만료되었습니다');
    rig.accounts.close(ref, '앱키가 만료되었습니다');
    expect(rig.accounts.find('50107701-01')?.closed).toBe('앱키가 만료되었습니다');
    expect(rig.told.filter(({ kind }) => kind === 'broker')).toHaveLength(1);
    const { keysAt: before } = rig.store.list().accounts[0] ?? { keysAt: 0 };
    await rig.clock.advance(1);
    const keys = { appKey: 'PSother', appSecret: 'other' };
    expect((await rig.accounts.entries.replaceKeys(ref, keys, ADMIN, rig.signal)).closed).toBeUndefined();
    expect(rig.store.keysOf(ref)).toEqual(keys);
    expect(rig.store.list().accounts[0]?.keysAt).toBe(before + 1);
    expect(rig.audited.at(-1)?.act).toBe('account keys ****7701-01 kis live');
  });

  it('of another account are refused, every crossed pair of them, and the old ones stay', async () => {
    const rig = await openDeskAccounts();
    const refs = await Promise.all([rig.add(1), rig.add(2, { mode: 'paper' })]).then(all =>
      all.map(({ ref }) => ref),
    );
    for (const [n, account] of refs.entries()) {
      const other = refs[1 - n];
      const foreign = { appKey: `PSforeign-${n}`, appSecret: 'x' };
      rig.numbers.set(foreign.appKey, other ? accountKey(other) : '');
      const replace = (of: AccountRef, keys = foreign) =>
        rig.accounts.entries.replaceKeys(of, keys, ADMIN, rig.signal);
      await expect(replace(account)).rejects.toMatchObject({ kind: 'credentials' });
      await expect(replace(account, entryOf(2 - n).keys)).rejects.toMatchObject({ kind: 'conflict' });
      const mode = account.mode === 'live' ? 'paper' : 'live';
      await expect(replace({ ...account, mode })).rejects.toMatchObject({ kind: 'notFound' });
      await expect(replace({ ...account, broker: 'kiwoom' })).rejects.toMatchObject({ kind: 'notFound' });
    }
    expect(refs.map(ref => rig.store.keysOf(ref)?.appKey)).toEqual(['PSappkey-1', 'PSappkey-2']);
  });

  it('are not taken for an account of the configuration', async () => {
    const rig = await openDeskAccounts();
    const keys = { appKey: 'PSnew', appSecret: 'x' };
    await expect(rig.accounts.entries.replaceKeys(CONFIGURED, keys, ADMIN, rig.signal)).rejects.toMatchObject(
      {
        kind: 'impossible',
        detail: { problem: 'fixedAccount' },
      },
    );
    expect(rig.probed).toEqual([]);
  });
});

describe('what a person sees', () => {
  it('is what they were given: a word means nothing else, and a pin counts only while it is theirs', async () => {
    const rig = await openDeskAccounts();
    const { ref } = await rig.add(1, { alias: '엄마' });
    await rig.add(2, { alias: '아빠' });
    const mother = rig.accounts.controlFor(person('discord:2', ['view'], ['50107701-01']));
    expect(mother.mine().map(one => one.ref.alias)).toEqual(['엄마']);
    for (const word of ['엄마', '@엄마', '50107701-01', '7701']) expect(mother.meant(word)?.ref).toEqual(ref);
    for (const word of ['아빠', '50107702-01', '7702', '모의', '1234', ''])
      expect(mother.meant(word)).toBeUndefined();
    await expect(mother.pin(CONFIGURED)).rejects.toMatchObject({
      kind: 'denied',
      detail: { need: 'account' },
    });
    await mother.pin(ref);
    expect([mother.pinned()?.ref, rig.chosen.get('discord:2')]).toEqual([ref, { account: '50107701-01' }]);
    const without = rig.accounts.controlFor(person('discord:2', ['view'], ['50107702-01']));
    expect(without.pinned()).toBeUndefined();
    await mother.pin(undefined);
    expect([mother.pinned(), rig.chosen.get('discord:2')]).toEqual([undefined, {}]);
  });

  it('of a name that two of their accounts could have is nothing, rather than a guess', async () => {
    const rig = await openDeskAccounts();
    await rig.add(1);
    await rig.add(2, { number: '60107701-01' });
    const control = rig.accounts.controlFor(ADMIN);
    expect(control.meant('7701')).toBeUndefined();
    expect(control.meant('account1')?.ref.number).toBe('50107701');
  });
});

describe('a change', () => {
  it('of name, owner, colour and limits is durable, for accounts of the configuration too, and taken back', async () => {
    const rig = await openDeskAccounts();
    const control = rig.accounts.controlFor(ADMIN);
    const limits = { orderAmount: 5_000_000n, approveAbove: 10_000_000n, approvers: 2, deny: ['005930'] };
    await control.change(CONFIGURED, { alias: '연습', owner: '나', colour: 'blue', limits });
    const found = rig.accounts.find('50101234-01');
    expect(found).toMatchObject({ ref: { alias: '연습', colour: 'blue' }, owner: '나', limits });
    const changed = await control.change(CONFIGURED, {
      owner: '',
      colour: undefined,
      limits: { approveAbove: undefined },
    });
    expect(changed).toMatchObject({ ref: { alias: '연습' }, owner: '', limits: { orderAmount: 5_000_000n } });
    expect([changed.ref.colour, changed.limits.approveAbove]).toEqual([undefined, undefined]);
    expect((await rig.open()).list().profiles.get('50101234-01')?.limits?.deny).toEqual(['005930']);
  });

  it.each([
    { orderAmount: -1n },
    { orderAmount: 10n ** 18n },
    { approvers: 0 },
    { approvers: 6 },
    { approvers: 1.5 },
    { priceDistance: 101 },
    { priceDistance: 1.234 },
    { breakGlassMinutes: 0 },
    { deny: ['samsung'] },
    { repeatSeconds: Number.NaN },
    JSON.parse('{"orderAmount": 5000000}'),
    JSON.parse('{"maximum": 1}'),
  ] satisfies readonly Partial<Limits>[])(
    'to limits that cannot be is refused, and nothing changes: %o',
    async limits => {
      const rig = await openDeskAccounts();
      const control = rig.accounts.controlFor(ADMIN);
      await expect(control.change(CONFIGURED, { limits })).rejects.toMatchObject({
        kind: 'input',
        detail: { problem: 'accountLimit' },
      });
      expect([rig.told, rig.store.list().profiles.size]).toEqual([[], 0]);
    },
  );

  it('is for admins alone, and for no program in their name', async () => {
    const rig = await openDeskAccounts();
    const { ref } = await rig.add(1);
    rig.told.length = 0;
    const others = [
      person('discord:2', ['view', 'trade', 'approve']),
      { ...ADMIN, byKey: { id: 'abc', limits: undefined } },
    ];
    for (const who of others) {
      const control = rig.accounts.controlFor(who);
      await expect(control.change(ref, { alias: 'x' })).rejects.toMatchObject({ kind: 'denied' });
      await expect(control.remove(ref)).rejects.toMatchObject({ kind: 'denied' });
    }
    expect(() => rig.accounts.controlFor(person('discord:2', ['view'])).all()).toThrow(DeskError);
    expect([aliases(rig), rig.told]).toEqual([['모의', 'account1'], []]);
  });

  it('to an alias of another account is impossible, in capitals or not', async () => {
    const rig = await openDeskAccounts();
    const { ref } = await rig.add(1);
    await rig.add(2);
    const control = rig.accounts.controlFor(ADMIN);
    await expect(control.change(ref, { alias: 'Account2' })).rejects.toMatchObject({
      kind: 'impossible',
      detail: { problem: 'aliasTaken' },
    });
    expect((await control.change(ref, { alias: 'Account1' })).ref.alias).toBe('Account1');
  });
});

describe('removing', () => {
  it('forgets an account of the store and its keys, but none with open orders and none of the configuration', async () => {
    const rig = await openDeskAccounts();
    const { ref } = await rig.add(1);
    const control = rig.accounts.controlFor(ADMIN);
    await expect(control.remove(CONFIGURED)).rejects.toMatchObject({ detail: { problem: 'fixedAccount' } });
    rig.inUse.add('50107701-01');
    await expect(control.remove(ref)).rejects.toMatchObject({ detail: { problem: 'accountInUse' } });
    expect(rig.store.keysOf(ref)).toBeDefined();
    rig.inUse.clear();
    await control.remove(ref);
    expect([aliases(rig), rig.store.keysOf(ref)]).toEqual([['모의'], undefined]);
    await expect(control.remove(ref)).rejects.toMatchObject({ kind: 'notFound' });
    // Nothing of it stands in the way of the same account.
    expect((await rig.add(1)).ref.alias).toBe('account1');
  });
});

it('what another process changes is heard, written down and told as if it were done here', async () => {
  const rig = await openDeskAccounts();
  const life = new AbortController();
  onTestFinished(() => life.abort());
  void rig.store.watch(life.signal);
  const tool = await openDeskAccounts(rig.home);
  let heard = 0;
  rig.accounts.onChange(() => heard++);
  const { ref } = await tool.add(1);
  await rig.clock.advance(500);
  await expect.poll(() => aliases(rig)).toEqual(['모의', 'account1']);
  rig.accounts.close(ref, 'refused');
  await tool.accounts.entries.replaceKeys(ref, { appKey: 'PSnew', appSecret: 'x' }, ADMIN, rig.signal);
  await rig.clock.advance(500);
  await expect.poll(() => rig.accounts.find('50107701-01')?.closed).toBeUndefined();
  expect(rig.store.keysOf(ref)?.appKey).toBe('PSnew');
  const before = heard;
  await tool.store.rotate();
  await rig.clock.advance(500);
  await tool.accounts.controlFor(ADMIN).remove(ref);
  await rig.clock.advance(500);
  await expect.poll(() => aliases(rig)).toEqual(['모의']);
  expect(rig.audited.map(({ place, act }) => `${place}: ${act}`)).toEqual(
    ['added', 'keys', 'removed'].map(what => `npm run account: account ${what} ****7701-01 kis live`),
  );
  expect(heard - before).toBe(1);
});
