import { expect, it } from 'vitest';
import { createInOrder } from '../../../src/chat/connection/index.js';

/** Work that ends when told. */
function held(log: string[], name: string) {
  let end: (error?: Error) => void = () => undefined;
  const work = () => {
    log.push(name);
    return new Promise<string>((resolve, reject) => {
      end = error => (error ? reject(error) : resolve(name));
    });
  };
  return { work, end: (error?: Error) => end(error) };
}

const settle = () => new Promise(resolve => setImmediate(resolve));

it('begins the later work on a thing only when the earlier is over, well or badly', async () => {
  const log: string[] = [];
  const inOrder = createInOrder();
  const [first, second] = [held(log, 'first'), held(log, 'second')];
  const one = inOrder('card', first.work);
  const two = inOrder('card', second.work);
  await settle();
  expect(log).toEqual(['first']);
  const failed = expect(one).rejects.toThrow('down');
  first.end(new Error('down'));
  await failed;
  await settle();
  expect(log).toEqual(['first', 'second']);
  second.end();
  expect(await two).toBe('second');
});

it('lets work on different things go side by side', async () => {
  const log: string[] = [];
  const inOrder = createInOrder();
  const [one, two] = [held(log, 'one'), held(log, 'two')];
  const both = Promise.all([inOrder('a', one.work), inOrder('b', two.work)]);
  await settle();
  expect(log).toEqual(['one', 'two']);
  one.end();
  two.end();
  await both;
});
