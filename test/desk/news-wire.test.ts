import { expect, it } from 'vitest';
import type { News } from '../../src/core/index.js';
import { createNewsWire } from '../../src/desk/news-wire.js';
import { logBook } from '../support/fake-desk.js';

const token = (generation: number): News => ({ kind: 'token', at: 0, generation, expiresAt: 1 });

it('tells everybody who listens, in order, until they listen no more', () => {
  const wire = createNewsWire(logBook().log);
  const heard: string[] = [];
  const ends = ['a', 'b'].map(name =>
    wire.listen(news => heard.push(`${name}${'generation' in news ? news.generation : ''}`)),
  );
  wire.tell(token(1));
  ends[0]?.();
  ends[0]?.();
  wire.tell(token(2));
  expect(heard).toEqual(['a1', 'b1', 'b2']);
});

it('stands by those who tell and those who listen when one listener throws', () => {
  const { log, lines } = logBook();
  const wire = createNewsWire(log);
  const heard: News[] = [];
  wire.listen(() => {
    throw new Error('broken');
  });
  wire.listen(news => heard.push(news));
  wire.tell(token(1));
  expect(heard).toEqual([token(1)]);
  expect(lines).toEqual([
    { level: 'warn', event: 'news listener failed', fields: { kind: 'token', reason: 'broken' } },
  ]);
});

it('lets a listener leave while it is being told', () => {
  const wire = createNewsWire(logBook().log);
  let count = 0;
  const end = wire.listen(() => {
    count += 1;
    end();
  });
  wire.tell(token(1));
  wire.tell(token(2));
  expect(count).toBe(1);
});
