import { describe, expect, it } from 'vitest';
import { readFrame } from '../../../../src/brokers/kiwoom/realtime/frame.js';
import {
  LOGGED_IN,
  PING,
  REGISTERED,
  refusedLogin,
  system,
  TOO_EARLY,
} from '../../../support/kiwoom-frames.js';

describe('a frame', () => {
  it.each([
    [PING, { kind: 'ping' }],
    [LOGGED_IN, { kind: 'answer', to: 'LOGIN', good: true, code: '0' }],
    [REGISTERED, { kind: 'answer', to: 'REG', good: true, code: '0' }],
    ['{"trnm":"REMOVE","return_code":"0"}', { kind: 'answer', to: 'REMOVE', good: true, code: '0' }],
    [TOO_EARLY, { kind: 'answer', to: 'REG', good: false, code: '100013' }],
    [refusedLogin(), { kind: 'answer', to: 'LOGIN', good: false, code: '8005' }],
    ['{"trnm":"LOGIN","return_code":3,"return_msg":"x[8050:y]"}', { to: 'LOGIN', good: false, code: '8050' }],
    ['{"trnm":"LOGIN"}', { to: 'LOGIN', good: false, code: 'none' }],
    [system('R10001'), { kind: 'system', code: 'R10001' }],
    ['{"trnm":"SYSTEM","code":"a secret text"}', { kind: 'system', code: 'SYSTEM' }],
    ['{"data":[],"trnm":"REAL"}', { kind: 'real', entries: [], misfits: 0 }],
  ])('%s is read', (text, expected) => {
    expect(readFrame(text)).toMatchObject(expected);
  });

  it('of several entries gives those that have the form, and counts the others', () => {
    const good = { type: '0B', item: '005930', values: { 10: '-71500', 20: 5 } };
    const text = JSON.stringify({ data: [good, 'x', { type: '00' }], trnm: 'REAL' });
    expect(readFrame(text)).toEqual({
      kind: 'real',
      // What is no text is as good as absent.
      entries: [{ type: '0B', item: '005930', values: { 10: '-71500', 20: '' } }],
      misfits: 2,
    });
  });

  it.each(['', 'PING', '[]', '{"trnm":"CNSRLST"}', '{"trnm":5}', '{"header":{}}'])('%j is none', text => {
    expect(readFrame(text)).toBeUndefined();
  });
});
