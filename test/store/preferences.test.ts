import { expect, it, onTestFinished } from 'vitest';
import type { Preferences } from '../../src/core/index.js';
import { preferenceControl } from '../../src/desk/preferences.js';
import { createCipher } from '../../src/store/cipher.js';
import { openPreferences } from '../../src/store/preferences.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

async function place() {
  const directory = await scratch();
  const clock = manualClock();
  const open = async () => {
    const cipher = createCipher(Buffer.alloc(32, 4), 'preferences');
    const store = await openPreferences({ directory, cipher, clock, report: reports().report });
    onTestFinished(() => store.close());
    return store;
  };
  return { directory, open };
}

it('has what people chose after a restart, each their own, and nothing of whom it does not know', async () => {
  const { open, directory } = await place();
  const first = await open();
  await first.set('discord:1', { language: 'en', account: '50107788-01' });
  await first.set('telegram:2', { language: 'ko' });
  await first.set('telegram:3', { language: 'ko' });
  await first.set('telegram:3', {});
  await first.close();
  for (const store of [first, await open()]) {
    expect(['discord:1', 'telegram:2', 'telegram:3', 'nobody'].map(store.of)).toEqual([
      { language: 'en', account: '50107788-01' },
      { language: 'ko' },
      {},
      {},
    ]);
  }
  expect(await filesWith('50107788', directory)).toEqual([]);
});

it('takes nothing that the next start could not read, and a set that fails changes nothing', async () => {
  const { open } = await place();
  const store = await open();
  await store.set('discord:1', { language: 'en' });
  const wrong: Preferences = { account: '1234' };
  await expect(store.set('discord:1', wrong)).rejects.toMatchObject({ kind: 'bug' });
  await store.close();
  await expect(store.set('discord:1', {})).rejects.toMatchObject({ kind: 'storage' });
  expect(store.of('discord:1')).toEqual({ language: 'en' });
  expect((await open()).of('discord:1')).toEqual({ language: 'en' });
});

it('a person changes their language and nothing else of theirs, or of others', async () => {
  const store = await (await place()).open();
  await store.set('discord:1', { account: '50107788-01' });
  const control = preferenceControl(store, { id: 'discord:1' });
  await control.setLanguage('en');
  expect(control.mine()).toEqual({ account: '50107788-01', language: 'en' });
  await control.setLanguage(undefined);
  expect(control.mine()).toEqual({ account: '50107788-01' });
  expect(store.of('discord:2')).toEqual({});
});
