import type { Chat, Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { receive } from '../../../src/chat/telegram/inbound.js';
import { GROUP, PERSON, PRIVATE } from '../../support/fake-telegram.js';
import { asUpdate } from '../../support/fake-telegram-updates.js';

const CHANNEL: Chat = { id: -100_1, type: 'channel', title: '소식' };
const DATE = 1_795_000_000;

function written(text: string, chat: Chat, extra: object = {}): Update {
  return asUpdate({
    update_id: 1,
    message: { message_id: 5, date: DATE, chat, from: PERSON, text, ...extra },
  });
}

const textOf = (update: Update) => {
  const content = receive(update, 'desk_bot', 0)?.inbound.content;
  return content?.kind === 'text' ? content.text : undefined;
};

describe('in private', () => {
  it.each(['/balance', '잔고', '삼성전자 얼마?', '/balance@desk_bot 2'])('%s is for us', text => {
    expect(textOf(written(text, PRIVATE))).toBe(text.replace('@desk_bot', ''));
  });

  it('has no group, and the place is the chat', () => {
    expect(receive(written('/help', PRIVATE), 'desk_bot', 0)?.inbound.where).toEqual({
      platform: 'telegram',
      id: '7001',
      group: undefined,
      kind: 'private',
    });
  });
});

describe('in a group', () => {
  it.each([
    ['/balance', '/balance'],
    ['/balance@desk_bot 2', '/balance 2'],
    ['/balance@DESK_BOT 2', '/balance 2'],
    ['/balance@other_bot', undefined],
    ['잔고', undefined],
    ['balance /x', undefined],
  ])('%s is read as %s', (text, expected) => {
    expect(textOf(written(text, GROUP))).toBe(expected);
  });
});

describe('of look-alikes nothing is taken', () => {
  const bot = { id: 9, is_bot: true, first_name: 'b' };
  it.each([
    ['another bot', { from: bot }],
    ['an anonymous admin', { sender_chat: GROUP }],
    ['an inline bot', { via_bot: bot }],
    ['a forward', { forward_origin: { type: 'user', date: 1, sender_user: PERSON } }],
    ['an edit', { edit_date: DATE + 5 }],
    ['nobody', { from: undefined }],
    ['a message without text', { text: undefined }],
  ])('%s', (_, extra) => {
    expect(receive(written('/balance', GROUP, extra), 'desk_bot', 0)).toBeUndefined();
  });

  it('a channel, its posts and edited messages', () => {
    expect(receive(written('/balance', CHANNEL), 'desk_bot', 0)).toBeUndefined();
    const edited = { ...written('/balance', PRIVATE).message, edit_date: DATE + 5 };
    expect(receive(asUpdate({ update_id: 1, edited_message: edited }), 'desk_bot', 0)).toBeUndefined();
  });
});

it('gives the same message the same event id, whatever the number of the update', () => {
  const once = receive(written('/balance', GROUP), 'desk_bot', 0);
  const again = receive({ ...written('/balance', GROUP), update_id: 99 }, 'desk_bot', 0);
  expect(once?.inbound.eventId).toBe('message:-100500:5');
  expect(again?.inbound.eventId).toBe(once?.inbound.eventId);
});

describe('a press', () => {
  const pressed = (card: object, by: object = {}): Update =>
    asUpdate({
      update_id: 1,
      callback_query: {
        id: '77',
        from: { ...PERSON, ...by },
        chat_instance: '1',
        data: 'again',
        message: { message_id: 5, date: DATE, chat: GROUP, ...card },
      },
    });

  it('counts from the last instant known to lie before it', () => {
    const after = (DATE + 100) * 1000;
    expect(receive(pressed({}), 'desk_bot', after)?.inbound.sentAt).toBe(after);
  });

  it('cannot be older than the card it is on', () => {
    expect(receive(pressed({}), 'desk_bot', 0)?.inbound.sentAt).toBe(DATE * 1000);
    expect(receive(pressed({ edit_date: DATE + 9 }), 'desk_bot', 0)?.inbound.sentAt).toBe((DATE + 9) * 1000);
  });

  it('on a card that Telegram no longer shows us counts as old', () => {
    expect(receive(pressed({ date: 0 }), 'desk_bot', 0)?.inbound.sentAt).toBe(0);
  });

  it('of a bot, or in a channel, is not taken', () => {
    expect(receive(pressed({}, { is_bot: true }), 'desk_bot', 0)).toBeUndefined();
    expect(receive(pressed({ chat: CHANNEL }), 'desk_bot', 0)).toBeUndefined();
  });
});
