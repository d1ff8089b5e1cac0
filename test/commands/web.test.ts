import { describe, expect, test } from 'vitest';
import { web } from '../../commands/web.js';
import { DeskError, type Place } from '../../src/core/index.js';
import { MONDAY_TEN, openDesk, replyOf, textOf } from '../support/desk.js';

const PRIVATE: Place = { platform: 'discord', id: '9', group: undefined, kind: 'private' };
const LINK = { url: 'http://127.0.0.1:8787/console/#00ff', until: MONDAY_TEN + 300_000 };

describe('/web', () => {
  test('gives the link to its one asker, and says until when it is good and whom to keep it from', async () => {
    const askers: string[] = [];
    const { type } = openDesk({
      commands: [web],
      webLink(who) {
        askers.push(who.id);
        return LINK;
      },
    });
    for (const words of ['/web', '웹', '/콘솔']) {
      const reply = replyOf(await type(words, { where: PRIVATE }));
      expect(reply.visibility).toBe('private');
      expect(textOf(reply)).toContain(`링크: ${LINK.url}\n쓸 수 있는 때: 2026-11-23 10:05:00 KST`);
      expect(textOf(reply)).toContain('아무에게도 주지 마세요');
    }
    expect(askers).toEqual(['discord:1001', 'discord:1001', 'discord:1001']);
  });

  test('in a group it makes none, and says where to ask', async () => {
    let made = 0;
    const { type } = openDesk({
      commands: [web],
      webLink() {
        made += 1;
        return LINK;
      },
    });
    const text = textOf(replyOf(await type('/web')));
    expect(text).toContain('1:1 대화');
    expect(text).not.toContain('http');
    expect(made).toBe(0);
  });

  test('where the gateway is off it says how to turn it on', async () => {
    const { type } = openDesk({
      commands: [web],
      webLink() {
        throw new DeskError('notOffered', 'off', { what: 'gateway' });
      },
    });
    const text = textOf(replyOf(await type('/web', { where: PRIVATE })));
    expect(text).toContain('GATEWAY=on');
  });
});
