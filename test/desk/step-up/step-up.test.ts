import { describe, expect, test } from 'vitest';
import type { Principal, StepUpReason } from '../../../src/core/index.js';
import { newSecret, stepsOf } from '../../../src/desk/step-up/totp.js';
import { textOf } from '../../support/desk.js';
import { codeAt, enrolledAt, memoryStepUp, SECRET, wrongCodeAt } from '../../support/memory-step-up.js';
import { DAD, GROUP, HOME, MUM, stage, thrownBy } from './stage.js';

const REASONS: readonly StepUpReason[] = [
  'order',
  'halt',
  'members',
  'limits',
  'accounts',
  'keys',
  'breakGlass',
];
const MINUTE = 60_000;

/** Somebody enrolled a minute ago. */
function enrolled(over: Parameters<typeof enrolledAt>[1] = {}) {
  const store = memoryStepUp();
  const at = stage({ store });
  store.records.set(DAD.id, enrolledAt(at.clock.now() - MINUTE, over));
  const require = (code: string | undefined, who: Principal = DAD) =>
    thrownBy(at.stepUp.require(who, code, 'halt'));
  const now = (steps = 0) => codeAt(at.clock.now(), steps);
  return { ...at, store, require, now };
}

describe('a code', () => {
  // RFC 6238, appendix B: SHA-1, cut to six digits.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('is that of RFC 6238 at second %i', async (second, code) => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect(await stepsOf(secret, code, second * 1000)).toEqual([Math.floor(second / 30)]);
  });

  test('of a new secret is what any authenticator makes of its address', async () => {
    const { secret, uri } = await newSecret(count => new Uint8Array(count).fill(7), '아빠: home');
    const address = new URL(uri);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect([address.protocol, address.host, decodeURIComponent(address.pathname)]).toEqual([
      'otpauth:',
      'totp',
      '/kis-chatops:아빠  home',
    ]);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      issuer: 'kis-chatops',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });

  test('passes once, and neither it nor an earlier one passes again', async () => {
    const { require, now } = enrolled();
    const [before, code, after] = [now(-1), now(), now(1)];
    expect(await require(code)).toBe('passed');
    expect(await require(code)).toMatchObject({ need: 'code', problem: 'used', left: 5 });
    expect(await require(before)).toMatchObject({ problem: 'used' });
    expect(await require(after)).toBe('passed');
  });

  test('passes for a phone whose clock is one step off, and for none that is two off', async () => {
    for (const steps of [-1, 0, 1]) {
      const { require, now } = enrolled();
      expect(await require(now(steps))).toBe('passed');
    }
    for (const steps of [-2, 2]) {
      const { require, now } = enrolled();
      expect(await require(now(steps))).toMatchObject({ problem: 'wrong', left: 4 });
    }
  });

  test('given by two presses at once passes for one of them', async () => {
    const { require, now, store } = enrolled();
    const code = now();
    const both = await Promise.all([require(code), require(code), require(code)]);
    expect(both.filter(each => each === 'passed')).toHaveLength(1);
    expect(store.records.get(DAD.id)).toMatchObject({ failures: [] });
  });

  test('is read with blanks as apps show it', async () => {
    const { require, now } = enrolled();
    const code = now();
    expect(await require(` ${code.slice(0, 3)} ${code.slice(3)} `)).toBe('passed');
  });

  test.each([undefined, '', '  ', '12345', '1234567', 'abcdef', '１２３４５６'])(
    'that is none (%s) costs no try',
    async code => {
      const { require, store } = enrolled();
      expect(await require(code)).toMatchObject({ need: 'code', what: 'stepUp', left: 5 });
      expect(store.records.get(DAD.id)?.failures).toEqual([]);
    },
  );

  test('does not pass while the disk takes nothing, neither a right nor a wrong one', async () => {
    const { stepUp, store, clock, now } = enrolled();
    store.fails = true;
    await expect(stepUp.require(DAD, now(), 'halt')).rejects.toMatchObject({ kind: 'storage' });
    await expect(stepUp.require(DAD, wrongCodeAt(clock.now()), 'halt')).rejects.toMatchObject({
      kind: 'storage',
    });
    expect(store.records.get(DAD.id)).toMatchObject({ failures: [], lastStep: 0 });
    store.fails = false;
    await expect(stepUp.require(DAD, now(), 'halt')).resolves.toBeUndefined();
  });

  test('is theirs from whichever of their identities they come', async () => {
    const { require, now } = enrolled();
    const joined = { ...DAD, id: 'telegram:1', ids: ['telegram:1', 'discord:1001'] };
    expect(await require(undefined, joined)).toMatchObject({ need: 'code' });
    expect(await require(now(), joined)).toBe('passed');
  });
});

describe('five wrong codes in a row', () => {
  async function lockedStage() {
    const at = enrolled();
    const answers: unknown[] = [];
    for (let n = 0; n < 5; n++) answers.push(await at.require(wrongCodeAt(at.clock.now(), n)));
    return { ...at, answers, until: at.clock.now() + 15 * MINUTE };
  }

  test('lock for 15 minutes whatever needs a code, and trading; then it opens by itself', async () => {
    const { stepUp, require, now, clock, answers, until } = await lockedStage();
    expect(answers).toMatchObject([
      { left: 4 },
      { left: 3 },
      { left: 2 },
      { left: 1 },
      { need: 'unlocked', until },
    ]);
    expect(await require(now())).toEqual({ need: 'unlocked', what: 'stepUp', until });
    expect(() => stepUp.requireUnlocked(DAD)).toThrow('locked');
    expect([stepUp.asks(DAD, 'halt'), stepUp.state(DAD).lockedUntil]).toEqual([false, until]);
    await clock.advance(15 * MINUTE - 1);
    expect(await require(now())).toMatchObject({ need: 'unlocked' });
    await clock.advance(1);
    expect(() => stepUp.requireUnlocked(DAD)).not.toThrow();
    expect(stepUp.asks(DAD, 'halt')).toBe(true);
    expect(await require(now())).toBe('passed');
  });

  test('are told once to admins and the person, and written down without the codes', async () => {
    const { notices, audit, until } = await lockedStage();
    expect(notices).toMatchObject([
      { kind: 'security', urgency: 'critical', about: DAD.ids, isPrivate: true },
    ]);
    const text = notices.map(({ draft }) => textOf(draft)).join();
    expect(text).toContain('“아빠”');
    expect(text).toContain('주문 불가');
    expect(text).not.toMatch(/\b10000[0-9]\b/);
    expect(audit).toMatchObject([{ who: DAD.id, act: 'otp locked', outcome: 'refused' }]);
    expect(JSON.stringify(audit)).not.toMatch(/10000[0-9]/);
    expect(until).toBeGreaterThan(0);
  });

  test('stay a lock after a restart', async () => {
    const { store, clock, now, until } = await lockedStage();
    const next = stage({ store, clock });
    expect(await thrownBy(next.stepUp.require(DAD, now(), 'halt'))).toMatchObject({
      need: 'unlocked',
      until,
    });
  });

  test('lock nobody else', async () => {
    const { stepUp } = await lockedStage();
    await expect(stepUp.require(MUM, undefined, 'halt')).resolves.toBeUndefined();
    expect(() => stepUp.requireUnlocked(MUM)).not.toThrow();
  });

  test('are counted from the last good one on, and all that come at once count', async () => {
    const { require, now, clock, stepUp } = enrolled();
    for (let n = 0; n < 4; n++) await require(wrongCodeAt(clock.now(), n));
    expect(await require(now())).toBe('passed');
    await Promise.all([0, 1, 2, 3].map(n => require(wrongCodeAt(clock.now(), n))));
    expect(stepUp.state(DAD).lockedUntil).toBeUndefined();
    await require(wrongCodeAt(clock.now(), 5));
    expect(stepUp.state(DAD).lockedUntil).toBe(clock.now() + 15 * MINUTE);
  });
});

describe('who has no second factor', () => {
  test('passes by the policy “auto”, except where nobody does', async () => {
    const { stepUp } = stage();
    const answers = await Promise.all(REASONS.map(why => thrownBy(stepUp.require(DAD, '123456', why))));
    expect(Object.fromEntries(REASONS.map((why, n) => [why, answers[n]]))).toMatchObject({
      order: { need: 'enrol' },
      breakGlass: { need: 'enrol' },
      halt: 'passed',
      members: 'passed',
      limits: 'passed',
      accounts: 'passed',
      keys: 'passed',
    });
    expect(stepUp.asks(DAD, 'order')).toBe(false);
  });

  test('passes nowhere by the policy “required”', async () => {
    const { stepUp } = stage({ policy: 'required' });
    for (const why of REASONS) {
      expect(await thrownBy(stepUp.require(DAD, undefined, why))).toMatchObject({ need: 'enrol', why });
    }
  });
});

describe('enrolling', () => {
  async function begun() {
    const at = stage();
    const control = (code?: string) => at.stepUp.controlFor(DAD, HOME, code);
    const offered = await control().begin();
    const secret = offered.secret.replaceAll(' ', '');
    const code = (steps = 0) => codeAt(at.clock.now(), steps, secret);
    return { ...at, control, offered, secret, code };
  }

  test('is done by the first good code, and not before', async () => {
    const { stepUp, control, store, offered, secret, code, clock, notices, audit } = await begun();
    expect(offered.secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    expect(offered.until).toBe(clock.now() + 10 * MINUTE);
    expect([stepUp.state(DAD).enrolled, store.of(DAD.id)]).toEqual([false, undefined]);
    await control().finish(code());
    expect(stepUp.state(DAD)).toEqual({ enrolled: true, since: clock.now(), lockedUntil: undefined });
    // The code that proved it is used up.
    expect(await thrownBy(stepUp.require(DAD, code(), 'halt'))).toMatchObject({ problem: 'used' });
    expect(notices).toMatchObject([{ kind: 'security', about: DAD.ids }]);
    expect(audit).toMatchObject([{ who: DAD.id, act: 'otp enrolled', outcome: 'done' }]);
    expect(JSON.stringify([notices.map(({ draft }) => draft), audit])).not.toContain(secret);
  });

  test('is over after ten minutes, after five wrong codes, and when it is begun anew', async () => {
    const late = await begun();
    await late.clock.advance(10 * MINUTE);
    expect(await thrownBy(late.control().finish(late.code()))).toMatchObject({ need: 'enrol', why: 'test' });

    const guessed = await begun();
    for (let n = 0; n < 5; n++) {
      const wrong = wrongCodeAt(guessed.clock.now(), n, guessed.secret);
      expect(await thrownBy(guessed.control().finish(wrong))).toMatchObject({ left: 4 - n });
    }
    expect(await thrownBy(guessed.control().finish(guessed.code()))).toMatchObject({ need: 'enrol' });
    expect(() => guessed.stepUp.requireUnlocked(DAD)).not.toThrow();

    const again = await begun();
    await again.control().begin();
    expect(await thrownBy(again.control().finish(again.code()))).toMatchObject({ problem: 'wrong' });
  });

  test('shows its secret in no place of many', async () => {
    const { stepUp } = stage();
    expect(await thrownBy(stepUp.controlFor(DAD, GROUP, undefined).begin())).toMatchObject({
      need: 'private',
    });
  });

  test('anew takes a code of the old one, which is good until the new one is proven', async () => {
    const { stepUp, now, clock, store } = enrolled();
    const control = (code?: string) => stepUp.controlFor(DAD, HOME, code);
    expect(await thrownBy(control().begin())).toMatchObject({ need: 'code' });
    expect(await thrownBy(control(wrongCodeAt(clock.now())).begin())).toMatchObject({ problem: 'wrong' });
    const { secret } = await control(now()).begin();
    await clock.advance(MINUTE);
    await expect(stepUp.require(DAD, now(), 'halt')).resolves.toBeUndefined();
    await control().finish(codeAt(clock.now(), 0, secret));
    await clock.advance(MINUTE);
    expect(await thrownBy(stepUp.require(DAD, now(), 'halt'))).toMatchObject({ problem: 'wrong' });
    expect(store.records.get(DAD.id)?.secret).not.toBe(SECRET);
  });

  test('does not open a lock', async () => {
    const { stepUp, now, clock, require } = enrolled();
    const control = (code?: string) => stepUp.controlFor(DAD, HOME, code);
    const { secret } = await control(now()).begin();
    for (let n = 0; n < 5; n++) await require(wrongCodeAt(clock.now(), n));
    expect(await thrownBy(control().finish(codeAt(clock.now(), 0, secret)))).toMatchObject({
      need: 'unlocked',
    });
  });
});

describe('a second factor', () => {
  test('is tested by a code, which is then used up', async () => {
    const { stepUp, now } = enrolled();
    const control = stepUp.controlFor(DAD, HOME, undefined);
    await expect(control.finish(now())).resolves.toBeUndefined();
    expect(await thrownBy(control.finish(now()))).toMatchObject({ problem: 'used' });
  });

  test('is removed by a code of it and by nothing else', async () => {
    const { stepUp, now, store, audit } = enrolled();
    expect(await thrownBy(stepUp.controlFor(DAD, HOME, undefined).remove())).toMatchObject({ need: 'code' });
    await stepUp.controlFor(DAD, HOME, now()).remove();
    expect(store.records.size).toBe(0);
    expect(audit).toMatchObject([{ act: 'otp removed' }]);
    expect(await thrownBy(stepUp.controlFor(DAD, HOME, now()).remove())).toMatchObject({ need: 'enrol' });
  });

  test('that was lost is taken away by an admin, with a code of their own where they have one', async () => {
    const { stepUp, clock, store, now, notices, audit } = enrolled();
    store.records.set(MUM.id, enrolledAt(clock.now(), { lockedUntil: clock.now() + MINUTE }));
    expect(await thrownBy(stepUp.controlFor(DAD, HOME, undefined).reset('엄마'))).toMatchObject({
      need: 'code',
    });
    await stepUp.controlFor(DAD, HOME, now()).reset('엄마');
    expect(stepUp.state(MUM)).toEqual({ enrolled: false, since: undefined, lockedUntil: undefined });
    expect(audit).toMatchObject([{ who: DAD.id, act: `otp reset ${MUM.id}` }]);
    expect(notices).toMatchObject([{ about: MUM.ids, urgency: 'warning' }]);
    // Who has none themselves.
    await stepUp.controlFor(MUM, HOME, undefined).reset('discord:1001');
    expect(store.records.size).toBe(0);
    expect(await thrownBy(stepUp.controlFor(MUM, HOME, undefined).reset('아빠'))).toMatchObject({
      what: 'stepUp',
    });
  });
});
