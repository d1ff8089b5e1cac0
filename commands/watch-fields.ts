import {
  type CommandContext,
  type DeskStatus,
  DISK_LOW_BYTES,
  type Field,
  formatKst,
  spanText,
} from '../src/core/index.js';

type Watched = Pick<DeskStatus, 'alerts' | 'executions' | 'disk'>;

/** How alerts get through, how the desk hears of fills, and how much room is left: what tells of trouble has to work itself. */
export function watchFields(context: CommandContext, found: Watched): Field[] {
  const { say } = context;
  const { nobody, unacknowledged } = found.alerts;
  const count = (n: number) => say(`${n}건`, String(n));
  return [
    { label: say('보내는 중인 알림', 'Alerts on their way'), value: waitingText(context, found.alerts) },
    { label: say('전해지지 않은 알림', 'Alerts that reached nobody'), value: count(nobody) },
    { label: say('확인하지 않은 알림', 'Alerts not acknowledged'), value: count(unacknowledged) },
    { label: say('체결 통보', 'Execution notices'), value: executionsText(context, found.executions) },
    { label: say('디스크 여유', 'Disk space'), value: diskText(context, found.disk) },
  ];
}

const LONG_WAIT_MS = 60_000;

/** Whether something of it is wrong. */
export function isWatchTroubled({ alerts, executions, disk }: Watched, now: number): boolean {
  return (
    alerts.nobody > 0 ||
    alerts.unacknowledged > 0 ||
    (alerts.oldestAt !== undefined && now - alerts.oldestAt > LONG_WAIT_MS) ||
    executions.state === 'lost' ||
    (disk !== undefined && disk.freeBytes < DISK_LOW_BYTES)
  );
}

function waitingText(
  { say, now, language }: CommandContext,
  { waiting, oldestAt }: DeskStatus['alerts'],
): string {
  const count = say(`${waiting}건`, String(waiting));
  if (oldestAt === undefined) return count;
  const age = spanText(now - oldestAt, language);
  return `${count} (${say(`가장 오래된 것 ${age} 전`, `oldest ${age} ago`)})`;
}

function executionsText(
  { say, language }: CommandContext,
  { state, since, reason, lastNoticeAt }: DeskStatus['executions'],
) {
  const why = reason === undefined ? '' : `: ${reason[language]}`;
  const last =
    lastNoticeAt === undefined
      ? ''
      : say(`, 마지막 통보 ${formatKst(lastNoticeAt)}`, `, last notice ${formatKst(lastNoticeAt)}`);
  const from = formatKst(since);
  switch (state) {
    case 'live':
      return `${say(`실시간 (${from}부터)`, `live (since ${from})`)}${last}`;
    case 'connecting':
      return `${say('연결 중, 그동안 조회로 대체', 'connecting; order lists are read meanwhile')}${why}`;
    case 'lost':
      return `${say(`끊김 (${from}부터), 조회로 대체`, `lost (since ${from}); order lists are read instead`)}${why}`;
    case 'off':
      return `${say('조회로 대체', 'order lists are read instead')}${why}`;
  }
}

function diskText({ say }: CommandContext, disk: DeskStatus['disk']): string {
  if (disk === undefined) return say('아직 확인하지 않음', 'not looked at yet');
  const share = disk.totalBytes > 0 ? Math.round((disk.freeBytes / disk.totalBytes) * 100) : 0;
  const free =
    disk.freeBytes < 1_000_000_000
      ? `${Math.floor(disk.freeBytes / 1_000_000)} MB`
      : `${(disk.freeBytes / 1_000_000_000).toFixed(1)} GB`;
  return `${free} (${share}%)`;
}
