import { element, part } from './element.js';
import type { State } from './wire.js';
import { minutesText, say } from './words.js';

export interface Header {
  show(state: State): void;
  /** `lost`: the page is trying to get back by itself. */
  connection(state: 'connected' | 'lost'): void;
  clear(): void;
}

type Item = readonly [label: string, value: string, mood: 'good' | 'warning' | 'bad' | ''];

/** What stands at the top: how the desk is, from second to second. */
export function createHeader(): Header {
  const states = part('states', HTMLElement);
  const halts = part('halts', HTMLElement);
  let state: State | undefined;
  let isConnected = false;

  function draw(): void {
    const items = [connectionItem(isConnected), ...(state ? itemsOf(state) : [])];
    states.replaceChildren(
      ...items.map(([label, value, mood]) => element('li', mood, `${label} `, element('b', '', value))),
    );
    const stopped = state?.halts ?? [];
    const words = stopped.map(({ scope, reason, end }) =>
      say(`정지: ${scope} (${end}) · ${reason}`, `Halted: ${scope} (${end}) · ${reason}`),
    );
    halts.hidden = words.length === 0;
    // What stands there already is not read out again.
    if (halts.textContent !== words.join(' / ')) halts.textContent = words.join(' / ');
  }

  return {
    show(now) {
      state = now;
      draw();
    },
    connection(now) {
      isConnected = now === 'connected';
      draw();
    },
    clear() {
      state = undefined;
      draw();
    },
  };
}

function connectionItem(isConnected: boolean): Item {
  return isConnected
    ? [say('연결', 'Connection'), say('됨', 'up'), 'good']
    : [say('연결', 'Connection'), say('끊김, 다시 연결 중…', 'lost, reconnecting…'), 'bad'];
}

function itemsOf({ token, queue, alerts, unsettled, platforms, who }: State): Item[] {
  const lost = platforms.filter(one => one.state === 'lost').map(({ name }) => name);
  const unseen = alerts.unacknowledged;
  return [
    tokenItem(token),
    [say('대기', 'Queue'), String(queue.waiting), queue.waiting > 20 ? 'warning' : ''],
    ...(unsettled > 0 ? [[say('결과 미확인', 'Unsettled'), String(unsettled), 'bad'] as const] : []),
    [
      say('알림', 'Alerts'),
      unseen > 0 ? say(`${unseen} 미확인`, `${unseen} open`) : '0',
      unseen > 0 ? 'bad' : '',
    ],
    ...(alerts.nobody > 0 ? [[say('못 전한 알림', 'Untold'), String(alerts.nobody), 'bad'] as const] : []),
    ...(lost.length > 0 ? [[say('끊긴 채팅', 'Lost'), lost.join(', '), 'warning'] as const] : []),
    [who.name, who.trades ? '' : say('주문 불가', 'no orders'), ''],
  ];
}

function tokenItem({ state, minutesLeft }: State['token']): Item {
  const label = say('토큰', 'Token');
  if (state === 'none') return [label, say('없음', 'none'), 'warning'];
  if (state === 'expired') return [label, say('만료', 'expired'), 'bad'];
  return [label, minutesText(minutesLeft), state === 'fresh' ? '' : 'warning'];
}
