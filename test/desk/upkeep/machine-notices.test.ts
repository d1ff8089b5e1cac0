import { describe, expect, it } from 'vitest';
import { DeskError, type MarketDay, type Notice } from '../../../src/core/index.js';
import { refreshCalendar } from '../../../src/desk/upkeep/calendar-refresh.js';
import { startedNotice, stoppingNotice } from '../../../src/desk/upkeep/life-notices.js';
import { createStoreNews, storeNotice } from '../../../src/desk/upkeep/store-notices.js';
import { manualClock } from '../../support/clock.js';

const kst = (text: string) => Date.parse(`${text}+09:00`);
const textOf = (notice: Notice) => JSON.stringify(notice.draft);

describe('what the store says', () => {
  const remark = { ko: '손상된 저장 파일: members.json', en: 'A damaged store file: members.json' };

  it.each([
    ['store_damaged', 'critical'],
    ['store_lost', 'critical'],
    ['intents_damaged_lines', 'critical'],
    ['store_copy_failed', 'warning'],
    ['desk_not_saved', 'warning'],
    ['store_restored', 'info'],
    ['journal_torn', 'info'],
    ['something_new', 'info'],
  ])('%s is %s, in its own words', (event, urgency) => {
    for (const language of ['ko', 'en'] as const) {
      const notice = storeNotice(event, remark, 5, language);
      expect(notice).toMatchObject({
        kind: 'machine',
        urgency,
        incident: `store:${event}`,
        at: 5,
        endsQuietly: true,
      });
      expect(textOf(notice)).toContain(remark[language]);
    }
  });

  it('of another file is news, and the same again is not', () => {
    const stageOf = (file: string) =>
      storeNotice('store_damaged', { ko: `손상: ${file}`, en: `Damaged: ${file}` }, 5, 'ko').stage;
    expect(stageOf('tokens.json')).toBe(stageOf('tokens.json'));
    expect(stageOf('tokens.json')).not.toBe(stageOf('members.json'));
  });

  it('before anybody can be told is told once somebody can, in order', () => {
    const news = createStoreNews({ clock: manualClock(), language: 'ko' });
    const told: (string | undefined)[] = [];
    news.onRemark('store_damaged', remark);
    news.onRemark('store_restored', remark);
    expect(told).toEqual([]);
    news.begin(notice => told.push(notice.incident));
    news.onRemark('journal_torn', remark);
    expect(told).toEqual(['store:store_damaged', 'store:store_restored', 'store:journal_torn']);
  });
});

describe('the start', () => {
  const facts = {
    at: kst('2026-11-23T08:00:00'),
    version: '0.1.0',
    before: undefined,
    unsettled: 0,
    unanswered: 0,
    lettersWaiting: 0,
  };

  it('on fresh data says so, and nothing of what it does not know', () => {
    const notice = startedNotice(facts, 'ko');
    expect(notice).toMatchObject({ kind: 'life', urgency: 'info' });
    expect(notice.draft.blocks).toEqual([
      { kind: 'text', text: '이 데이터 폴더에서 처음 시작했습니다.' },
      { kind: 'fields', fields: [{ label: '버전', value: '0.1.0' }] },
    ]);
  });

  it('after a good stop says when that was', () => {
    const stoppedAt = kst('2026-11-22T18:30:00');
    const before = { startedAt: 1, stoppedAt, lastSeenAt: stoppedAt };
    expect(textOf(startedNotice({ ...facts, before }, 'ko'))).toContain(
      '지난 실행은 2026-11-22 18:30:00에 정상으로 끝났습니다. 13시간 30분 동안 꺼져 있었습니다.',
    );
    expect(startedNotice({ ...facts, before }, 'en').urgency).toBe('info');
  });

  it('after a crash is a warning that counts what was interrupted', () => {
    const before = { startedAt: 1, stoppedAt: undefined, lastSeenAt: kst('2026-11-23T07:59:00') };
    const notice = startedNotice({ ...facts, before, unsettled: 2, unanswered: 1, lettersWaiting: 30 }, 'ko');
    expect(notice).toMatchObject({ urgency: 'warning', incident: 'crash' });
    expect(notice.draft.title).toBe('봇이 갑자기 꺼진 뒤 다시 시작했습니다');
    expect(notice.draft.blocks[1]).toEqual({
      kind: 'fields',
      fields: [
        { label: '결과를 모르는 주문', value: '2건' },
        { label: '답하지 못한 메시지', value: '1건' },
        { label: '전하지 못한 알림', value: '30건' },
        { label: '버전', value: '0.1.0' },
      ],
    });
    expect(textOf(notice)).toContain('2026-11-23 07:59:00 무렵');
  });
});

describe('the stop', () => {
  const facts = { at: 10_000, startedAt: 0, unsettled: 0, unanswered: 0, lettersWaiting: 0 };

  it('says what does not work from now on', () => {
    const notice = stoppingNotice(facts, 'ko');
    expect(notice.urgency).toBe('info');
    expect(textOf(notice)).toContain('조회 불가 / 주문 불가');
  });

  it('with orders of unknown outcome is a warning that says where to look', () => {
    const notice = stoppingNotice({ ...facts, unsettled: 1 }, 'en');
    expect(notice.urgency).toBe('warning');
    expect(textOf(notice)).toContain('Look up the orders of unknown outcome in the broker’s app.');
  });
});

describe('the calendar', () => {
  const signal = new AbortController().signal;
  const clock = manualClock(kst('2026-11-23T07:50:00'));
  const refresh = async (...brokers: readonly (() => Promise<readonly MarketDay[]>)[]) => {
    const learned: [string, boolean][][] = [];
    const asked: string[] = [];
    await refreshCalendar(
      {
        markets: brokers.map(marketDays => ({
          marketDays(from: string) {
            asked.push(from);
            return marketDays();
          },
        })),
        days: { learn: async days => void learned.push([...days]) },
        clock,
      },
      signal,
    );
    return { learned, asked };
  };

  it('is learned from today on', async () => {
    const told = [
      { date: '20261123', open: true, settlement: true },
      { date: '20261124', open: false, settlement: true },
    ];
    expect(await refresh(async () => told)).toEqual({
      asked: ['20261123'],
      learned: [
        [
          ['20261123', true],
          ['20261124', false],
        ],
      ],
    });
  });

  it('of a broker that does not tell is left to the table, and no failure', async () => {
    const none = () => Promise.reject(new DeskError('notOffered', 'not on paper'));
    expect((await refresh(none)).learned).toEqual([]);
  });

  it('that could not be read fails', async () => {
    const down = () => Promise.reject(new DeskError('unavailable', 'no answer'));
    await expect(refresh(down)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(
      refresh(down, () => Promise.reject(new DeskError('notOffered', 'not on paper'))),
    ).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('is asked of one broker after the other until one tells', async () => {
    const none = () => Promise.reject(new DeskError('notOffered', 'not on paper'));
    const down = () => Promise.reject(new DeskError('unavailable', 'no answer'));
    const tells = async () => [{ date: '20261124', open: false, settlement: true }];
    const { asked, learned } = await refresh(none, down, tells, down);
    expect(asked).toHaveLength(3);
    expect(learned).toEqual([[['20261124', false]]]);
  });
});
