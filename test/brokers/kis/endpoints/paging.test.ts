import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answer, rows, text } from '../../../../src/brokers/kis/endpoints/fields.js';
import { CURSOR_FIELDS, readPages } from '../../../../src/brokers/kis/endpoints/paging.js';
import { ok, type ScriptedBody, scriptedClient } from './scripted-client.js';

const schema = answer({ ...CURSOR_FIELDS, output: rows(z.object({ id: text })) });

const page = (id: string, fk: string, nk: string, more: boolean): ScriptedBody => ({
  body: ok({ ctx_area_fk100: fk.padEnd(100), ctx_area_nk100: nk.padEnd(100), output: [{ id }] }),
  more,
});

async function walk(...pages: ScriptedBody[]) {
  const scripted = scriptedClient('live', pages);
  const outcome = await readPages(scripted.client, { tr: 'balance', params: { CANO: '1' }, schema }).then(
    found => ({ ids: found.flatMap(p => p.output.map(row => row.id)) }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, reads: scripted.reads };
}

describe('a walk over pages', () => {
  it('asks once, with blank cursors and not as a continuation, when the first page is the last', async () => {
    const done = await walk(page('a', 'fk', 'nk', false));
    expect(done).toMatchObject({ ids: ['a'] });
    expect(done.reads).toEqual([
      { tr: 'TTTC8434R', params: { CANO: '1', CTX_AREA_FK100: '', CTX_AREA_NK100: '' }, continued: false },
    ]);
  });

  it('hands both cursors back exactly as received and continues until the server says it ended', async () => {
    const done = await walk(
      page('a', 'fk^01', 'one', true),
      page('b', 'fk^01', 'two', true),
      page('c', '', '', false),
    );
    expect(done).toMatchObject({ ids: ['a', 'b', 'c'] });
    expect(done.reads.map(read => read.continued)).toEqual([false, true, true]);
    expect(done.reads.map(read => read.params['CTX_AREA_NK100'])).toEqual([
      '',
      'one'.padEnd(100),
      'two'.padEnd(100),
    ]);
    expect(done.reads[2]?.params['CTX_AREA_FK100']).toBe('fk^01'.padEnd(100));
  });

  it('goes on when only one of the two cursors is filled', async () => {
    expect(await walk(page('a', '', 'one', true), page('b', '', '', false))).toMatchObject({
      ids: ['a', 'b'],
    });
  });

  it('is an error, not a part, when a page is promised but both cursors are blank', async () => {
    expect(await walk(page('a', '', '', true))).toMatchObject({
      error: { kind: 'unavailable', detail: { problem: 'noCursor', pages: 1 } },
    });
  });

  it('is an error when the cursor repeats, also on a round trip', async () => {
    const stuck = await walk(page('a', 'f', 'one', true), page('b', 'f', 'one', true));
    expect(stuck).toMatchObject({ error: { kind: 'unavailable', detail: { problem: 'stuckCursor' } } });
    expect(stuck.reads).toHaveLength(2);
    const round = await walk(
      page('a', 'f', 'one', true),
      page('b', 'f', 'two', true),
      page('a', 'f', 'one', true),
    );
    expect(round).toMatchObject({ error: { detail: { problem: 'stuckCursor', pages: 3 } } });
  });

  it('is an error after a hundred pages', async () => {
    const endless = Array.from({ length: 101 }, (_, i) => page(`${i}`, 'f', `n${i}`, true));
    const done = await walk(...endless);
    expect(done).toMatchObject({ error: { kind: 'unavailable', detail: { problem: 'tooManyPages' } } });
    expect(done.reads).toHaveLength(100);
  });

  it('is an error when a later page cannot be read', async () => {
    const done = await walk(page('a', 'f', 'one', true), { body: ok({ output: [{ id: 5 }] }) });
    expect(done).toMatchObject({ error: { kind: 'unavailable' } });
  });
});
