import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decrypt } from '../../../../src/brokers/kis/realtime/cipher.js';
import { readFrame } from '../../../../src/brokers/kis/realtime/frame.js';
import { type ExecutionLine, startExecutionLine } from '../../../support/execution-line.js';
import { noticeRecord } from '../../../support/notice-record.js';
import { ACK, control, encrypted, KEYS, PINGPONG } from '../../../support/scripted-socket.js';
import { soon } from '../../../support/soon.js';

describe('a payload', () => {
  const keys = { key: '0123456789abcdefghijklmnopqrstuv', iv: 'ABCDEFGHIJKLMNOP' };
  const cipher = createCipheriv('aes-256-cbc', Buffer.from(keys.key), Buffer.from(keys.iv));
  const payload = Buffer.concat([cipher.update('체결^005930^7'), cipher.final()]).toString('base64');

  it('is AES-256-CBC with PKCS#7 under keys whose characters stand for themselves', () => {
    expect(payload).toBe('5lq3z5ohIHoICS1vR5EghQ==');
    expect(decrypt(payload, keys)).toBe('체결^005930^7');
  });

  it.each([
    ['another key', payload, { ...keys, key: 'x'.repeat(32) }],
    ['half a block', payload.slice(0, 20), keys],
    ['no base64', 'no base64!', keys],
    ['nothing', '', keys],
    ['a key that is too short', payload, { ...keys, key: 'short' }],
  ])('with %s has no text', (_what, given, under) => {
    expect(decrypt(given, under)).toBeUndefined();
  });
});

describe('a frame', () => {
  it('of data names its service, its records and its payload', () => {
    expect(readFrame('1|H0STCNI0|002|abc=')).toEqual({
      kind: 'data',
      encrypted: true,
      trId: 'H0STCNI0',
      count: 2,
      payload: 'abc=',
    });
    expect(readFrame('0|H0STCNT0|001|005930^1')).toMatchObject({ encrypted: false, payload: '005930^1' });
  });

  it('of control gives its code, whether it is good, and keys of the right length', () => {
    const about = (code: string, rtCd: string, output?: unknown) =>
      readFrame(control(code, { rtCd, output }));
    expect(about('OPSP0000', '0', KEYS)).toEqual({
      kind: 'control',
      code: 'OPSP0000',
      good: true,
      keys: KEYS,
    });
    expect(about('OPSP8996', '9')).toEqual({
      kind: 'control',
      code: 'OPSP8996',
      good: false,
      keys: undefined,
    });
    expect(about('OPSP0000', '0', { key: KEYS.key, iv: '가'.repeat(16) })).toMatchObject({ keys: undefined });
    expect(readFrame(PINGPONG)).toEqual({ kind: 'ping' });
  });

  it.each([
    '',
    'PINGPONG',
    '2|H0STCNI9|001|x',
    '1|H0STCNI9|1|x',
    '1|H0STCNI9|001|',
    '1|h0stcni9|001|x',
    '{',
    '{}',
    '{"header":{}}',
    '{"header":{"tr_id":"X"},"body":{"msg_cd":"<script>"}}',
    '[]',
  ])('%j is none', text => {
    expect(readFrame(text)).toBeUndefined();
  });

  it('may be any text without harm', () => {
    const pieces = fc.constantFrom(
      '{"header":',
      '"tr_id"',
      'PINGPONG',
      '1|',
      'H0STCNI9',
      '|001|',
      '"body":{',
      '}}',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 100 }),
      fc.json(),
      fc.array(fc.oneof(pieces, fc.string({ maxLength: 9 })), { maxLength: 12 }).map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(text, given => {
        const frame = readFrame(given);
        if (frame?.kind === 'data') decrypt(frame.payload, KEYS);
        expect(['ping', 'control', 'data', undefined]).toContain(frame?.kind);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a session that is sent rubbish', () => {
  let line: ExecutionLine;
  beforeAll(async () => {
    line = await startExecutionLine({
      text: (session, text) => void (text.includes('"tr_type":"1"') && session.send(ACK)),
    });
  });
  afterAll(() => line.close());

  it('lives on, and hands out the account’s whole notices and nothing else', async () => {
    const ours = noticeRecord();
    const whole = encrypted(ours);
    const theirs = encrypted(noticeRecord({ 1: '5019988801' }));
    const both = encrypted(`${noticeRecord({ 1: '5019988801' })}^${ours}`, 2);
    const rubbish = fc.oneof(
      fc.constantFrom(
        theirs,
        encrypted(ours, 2),
        encrypted(ours.slice(ours.indexOf('^') + 1)),
        encrypted(ours.replaceAll('^', '|')),
      ),
      fc.nat(whole.length - 1).map(length => whole.slice(0, length)),
      fc.integer({ min: 1, max: whole.length - 1 }).map(from => whole.slice(from)),
      fc.uint8Array({ minLength: 1, maxLength: 300 }).map(bytes => encrypted(Buffer.from(bytes))),
      fc.string({ maxLength: 100 }).filter(text => !text.startsWith('{')),
    );
    const frame = fc.oneof(
      { weight: 4, arbitrary: rubbish.map(text => ({ text, notices: 0 })) },
      { weight: 1, arbitrary: fc.constantFrom({ text: whole, notices: 1 }, { text: both, notices: 1 }) },
    );
    const frames = fc.sample(frame, { numRuns: 600, seed: 20_261_123 });
    await soon(() => line.executions.status().state).toBe('live');
    const [session] = line.server.sessions;
    for (const { text } of frames) session?.send(text);
    session?.send(encrypted(noticeRecord({ 2: '0000000099' })));
    await soon(() => line.notices.at(-1)?.order).toBe('0000000099');
    const expected = frames.reduce((sum, { notices }) => sum + notices, 0);
    expect(line.notices).toHaveLength(expected + 1);
    expect(new Set(line.notices.map(notice => notice.account.number + notice.account.product))).toEqual(
      new Set(['5019988701']),
    );
    expect(line.executions.status().state).toBe('live');
    expect(line.server.sessions).toHaveLength(1);
    expect(line.lines.length).toBeLessThan(30);
  });
});
