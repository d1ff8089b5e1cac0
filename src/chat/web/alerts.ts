import type { News, NewsWire, Principal } from '../../core/index.js';

export type Alert = Extract<News, { readonly kind: 'alert' }>;

const MOST_KEPT = 30;

/** The latest alerts, for pages that are opened after them. */
export interface Alerts {
  /** Those that this person may read, oldest first. */
  readableBy(who: Principal): readonly Alert[];
  /** Stops listening. */
  end(): void;
}

export function followAlerts(news: NewsWire, heard: (alert: Alert) => void): Alerts {
  const kept = new Map<string, Alert>();
  const end = news.listen(one => {
    if (one.kind !== 'alert') return;
    kept.set(one.id, one);
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    heard(one);
  });
  return { end, readableBy: who => [...kept.values()].filter(alert => mayRead(who, alert)) };
}

/**
 * A page shows alerts without anybody having addressed them to its person: amounts and holdings go to those who may see
 * every account, and what strangers have tried to admins.
 */
export function mayRead({ roles, accounts }: Principal, { about, isPrivate }: Alert): boolean {
  if (roles.has('admin')) return true;
  return about !== 'security' && (!isPrivate || accounts === 'all');
}
