import { expect, it, onTestFinished } from 'vitest';
import type { AuditReads, AuditVerdict } from '../../src/core/index.js';
import { createAuditReads } from '../../src/store/audit-reads.js';
import { createCipher } from '../../src/store/cipher.js';
import { openUsage } from '../../src/store/usage.js';
import { reports, scratch } from '../store/scratch.js';
import { act, TRAIL_KEY, trailOf } from '../store/trail.js';
import { manualClock } from '../support/clock.js';
import type { GatewayOverrides } from '../support/gateway-parts.js';
import { openGatewayRig } from '../support/gateway-rig.js';

/** A gateway, and how an admin's program and one that only reads ask it. */
async function gateway(overrides: GatewayOverrides) {
  const rig = await openGatewayRig(overrides);
  onTestFinished(() => rig.close());
  const headers = (scope: 'control' | 'read') => ({ 'x-api-key': rig.parts.keys.add(scope, [scope]) });
  const [control, read] = [headers('control'), headers('read')];
  return { rig, ask: (path: string) => rig.get(path, control), read: (path: string) => rig.get(path, read) };
}

it('shows admins who used the gateway for what, by its own counting', async () => {
  const clock = manualClock();
  const cipher = createCipher(Buffer.alloc(32, 4), 'usage');
  const usage = await openUsage({ directory: await scratch(), cipher, clock, report: reports().report });
  onTestFinished(() => usage.close());
  const { rig, ask, read } = await gateway({ usage, clock });
  await rig.get('/api/v1/health/live');
  await rig.get('/api/v1/health/live');
  expect((await read('/api/v1/usage')).status).toBe(403);
  const answer = await ask('/api/v1/usage');
  expect(answer.status).toBe(200);
  const line = { day: '20261123', average_ms: 0, max_ms: 0 };
  expect(answer.json).toEqual({
    from: '20261117',
    to: '20261123',
    lines: [
      { ...line, caller: '-', endpoint: 'GET /api/v1/health/live', status: 200, count: 2 },
      { ...line, caller: '-', endpoint: 'GET /api/v1/usage', status: 403, count: 1 },
    ],
  });
  usage.note({ caller: 'bot', endpoint: 'GET /x', status: 200, ms: 10 });
  usage.note({ caller: 'bot', endpoint: 'GET /x', status: 200, ms: 5.55 });
  expect((await ask('/api/v1/usage?from=20261123&to=20261123')).json).toMatchObject({
    lines: expect.arrayContaining([
      {
        day: '20261123',
        caller: 'bot',
        endpoint: 'GET /x',
        status: 200,
        count: 2,
        average_ms: 7.8,
        max_ms: 10,
      },
    ]),
  });
  expect((await ask('/api/v1/usage?from=20261101&to=20261122')).json).toMatchObject({ lines: [] });
  for (const query of ['from=2026-11-23', 'to=20261399', 'from=20260231', 'day=20261123'])
    expect((await ask(`/api/v1/usage?${query}`)).status).toBe(400);
});

async function trailReads(): Promise<AuditReads> {
  const entries = [
    act(1, { reason: 'limit orderAmount', outcome: 'refused', reference: 'R-1' }),
    act(2),
    act(3, { at: act(3).at + 86_400_000 }),
  ];
  const { directory, marks } = await trailOf(entries);
  return createAuditReads(directory, TRAIL_KEY, () => marks.slice(-1));
}

it('searches the audit trail for admins, with what /audit shows and no more', async () => {
  const { ask, read } = await gateway({ auditReads: await trailReads() });
  expect((await read('/api/v1/audit')).status).toBe(403);
  const lines = async (query: string) => {
    const { json } = await ask(`/api/v1/audit?${query}`);
    return Object(json).lines.map((line: { line: number }) => line.line);
  };
  expect(await lines('')).toEqual([3, 2, 1]);
  expect(await lines('limit=1')).toEqual([3]);
  expect(await lines('words=LIMIT%20refused')).toEqual([1]);
  expect(await lines('words=limit%20done')).toEqual([]);
  expect(await lines('from=20261124')).toEqual([3]);
  expect(await lines('to=20261123')).toEqual([2, 1]);
  expect((await ask('/api/v1/audit?words=refused')).json).toEqual({
    lines: [
      {
        line: 1,
        at: '2026-11-23T10:00:01.000+09:00',
        platform: 'telegram',
        who: 'discord:1',
        place: '5678',
        act: '/buy 1',
        outcome: 'refused',
        reason: 'limit orderAmount',
        reference: 'R-1',
        intent: null,
      },
    ],
  });
  for (const query of ['limit=0', 'limit=1001', 'from=20261131', `words=${'x'.repeat(201)}`])
    expect((await ask(`/api/v1/audit?${query}`)).status).toBe(400);
});

it('verifies the audit trail, and tells where it is broken', async () => {
  const whole = await gateway({ auditReads: await trailReads() });
  expect((await whole.read('/api/v1/audit/verify')).status).toBe(403);
  expect((await whole.ask('/api/v1/audit/verify')).json).toEqual({
    whole: true,
    lines: 3,
    head: { line: 3, hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
    broken: null,
  });
  const verdict: AuditVerdict = {
    kind: 'broken',
    file: 'audit.jsonl',
    lineInFile: 2,
    problem: 'hash',
    goodLines: 1,
  };
  const broken = await gateway({ auditReads: { search: async () => [], verify: async () => verdict } });
  expect((await broken.ask('/api/v1/audit/verify')).json).toEqual({
    whole: false,
    lines: 1,
    head: null,
    broken: { file: 'audit.jsonl', line_in_file: 2, problem: 'hash' },
  });
});

it('verifies once for however many ask at the same time', async () => {
  let runs = 0;
  let finish = () => {};
  const verify = () =>
    new Promise<AuditVerdict>(resolve => {
      runs += 1;
      finish = () => resolve({ kind: 'whole', lines: 0, files: 0, head: undefined });
    });
  const { rig, ask } = await gateway({ auditReads: { search: async () => [], verify } });
  const { check } = rig.parts.keys;
  let arrived = 0;
  Object.assign(rig.parts.keys, {
    check(key: string | undefined) {
      arrived += 1;
      return check(key);
    },
  });
  const asked = [ask('/api/v1/audit/verify'), ask('/api/v1/audit/verify')];
  await expect.poll(() => arrived, { interval: 2 }).toBe(2);
  await rig.parts.clock.advance(0);
  expect(runs).toBe(1);
  finish();
  for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
  const third = ask('/api/v1/audit/verify');
  await expect.poll(() => runs, { interval: 2 }).toBe(2);
  finish();
  expect((await third).status).toBe(200);
});
