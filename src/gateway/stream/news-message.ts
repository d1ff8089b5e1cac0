import { accountKey, mayUse, type News } from '../../core/index.js';
import type { Caller } from '../caller.js';
import { isoKst } from '../desk/amounts.js';
import { ticketJson } from '../desk/ticket-json.js';
import type { Message } from './message.js';

/** What this caller is told of it; undefined when it is not for them. */
export function newsMessage(news: News, { who }: Pick<Caller, 'who'>): Message | undefined {
  switch (news.kind) {
    case 'token': {
      const { account, generation, expiresAt } = news;
      const token = { type: 'TOKEN', generation, expires_at: isoKst(expiresAt) } as const;
      if (!account) return token;
      return mayUse(who, account) ? { ...token, account: accountKey(account) } : undefined;
    }
    case 'ticket': {
      const isOwn = who.ids.includes(news.owner) && mayUse(who, news.ticket.account);
      return isOwn ? { type: 'ORDER', ticket: ticketJson(news.ticket) } : undefined;
    }
    case 'alert': {
      const { at, id, about, urgency, tone, title, text, isPrivate } = news;
      if (isPrivate && !who.roles.has('trade') && !who.roles.has('admin')) return undefined;
      return { type: 'ALERT', id, at: isoKst(at), about, urgency, tone, title, text };
    }
  }
}
