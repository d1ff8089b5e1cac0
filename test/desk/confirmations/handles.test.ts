import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Answer, createHandles } from '../../../src/desk/confirmations/handles.js';

const NONE: Answer = { kind: 'none', n: 0 };
const row = (number: string): Answer => ({ kind: 'isThis', n: 0, number, branch: '00950' });

test('a card that asks the same once more keeps its buttons, so that no press comes too late for a redraw', () => {
  const handles = createHandles(randomBytes);
  const ids = handles.offer('t', [row('5'), NONE]);
  expect(handles.offer('t', [row('5'), NONE])).toEqual(ids);
  expect(ids.map(id => handles.find(id)?.spent)).toEqual([false, false]);
});

test('a card that asks something else has new buttons, and the old ones are spent', () => {
  const handles = createHandles(randomBytes);
  const old = handles.offer('t', [row('5'), NONE]);
  const now = handles.offer('t', [row('6'), NONE]);
  expect(now.filter(id => old.includes(id))).toEqual([]);
  expect(old.map(id => handles.find(id)?.spent)).toEqual([true, true]);
  expect(now.map(id => handles.find(id))).toEqual([
    { ticket: 't', answer: row('6'), spent: false },
    { ticket: 't', answer: NONE, spent: false },
  ]);
});

test('a card that asks nothing any more has no buttons, and those of other cards stay', () => {
  const handles = createHandles(randomBytes);
  const [mine = '', other = ''] = [...handles.offer('t', [NONE]), ...handles.offer('u', [NONE])];
  expect(handles.offer('t', [])).toEqual([]);
  expect(handles.find(mine)?.spent).toBe(true);
  expect(handles.find(other)?.spent).toBe(false);
});
