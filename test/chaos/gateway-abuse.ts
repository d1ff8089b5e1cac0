import { readFileSync } from 'node:fs';
import { quantile } from '../bench/figures.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { startChild } from './child-talk.js';
import type { AbuseSeen } from './gateway-abuse-worker.js';
import { buildDesk, HAND_OUT, startGatewayDesk } from './gateway-desk.js';
import { rawGet } from './raw-line.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

const ATTACKS = ['slowloris', 'body', 'headers', 'pipeline', 'flood'] as const;
const EVERY_MS = 5;
const WARM_LINES = 16;
const WARM_ROUNDS = 2_500;
const MOST_P99_MS = 50;
const MOST_MB = 50;
/** Of the good client's p99. Told, not judged: with two cores for three processes it says as much about the machine. */
const MOST_CHANGE = 0.05;

interface Seen {
  readonly statuses: Readonly<Record<string, number>>;
  readonly ms: readonly number[];
}

/**
 * A program that behaves asks for the token two hundred times a second from one address, while another address does
 * what it can. The machine is shared by all: the gateway, the one who measures and the one who attacks.
 */
export async function gatewayAbuse({ seconds, seed }: { seconds: number; seed: number }): Promise<Report> {
  const [deskWorker, loadWorker, abuseWorker] = await Promise.all([
    buildDesk(),
    buildWorker('gateway-load-worker'),
    buildWorker('gateway-abuse-worker'),
  ]);
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
  const desk = await startGatewayDesk(simulator, deskWorker);
  const good = startChild(loadWorker.script);
  const bad = startChild(abuseWorker.script);
  const lines: string[] = [];
  const failures: string[] = [];
  const request = rawGet(desk.port, HAND_OUT, { 'x-sync-key': desk.syncKey });
  const measure = () => good.ask<Seen>('paced', { request, everyMs: EVERY_MS, seconds });
  try {
    // What it has once it is warm is what an attack must not add to.
    await good.ask('connect', { port: desk.port, count: WARM_LINES });
    await good.ask('rounds', { request, count: WARM_ROUNDS });
    await good.ask('connect', { port: desk.port, count: 1 });
    const memory = () => desk.ask<{ aliveMb: number; residentMb: number }>('memory');
    const before = await memory();
    const began = residentMb(desk.pid);
    let most = began;
    let peak = began;
    const watch = setInterval(() => {
      peak = Math.max(peak, residentMb(desk.pid));
      most = Math.max(most, peak);
    }, 100);
    for (const attack of ATTACKS) {
      // Right before, since on a machine that others use as well one minute is not like another.
      const calm = await measure();
      peak = 0;
      const [seen, abuse] = await Promise.all([
        measure(),
        bad.ask<AbuseSeen>(attack, { port: desk.port, from: '127.0.0.2', seconds }),
      ]);
      const [calmP99, p99] = [quantile(calm.ms, 0.99), quantile(seen.ms, 0.99)];
      const change = p99 / calmP99 - 1;
      lines.push(
        `${attack}: calm ${figures(calm.ms)}; meanwhile ${figures(seen.ms)} (p99 ${change < 0 ? '' : '+'}${Math.round(change * 100)} %, ${change < MOST_CHANGE ? 'within' : 'beyond'} 5 %)`,
        `  answered ${said(abuse.statuses)}, ended ${abuse.ended}, sent ${(abuse.sent / 1e6).toFixed(0)} MB, resident at most ${peak.toFixed(0)} MB, alive afterwards ${(await memory()).aliveMb.toFixed(1)} MB`,
      );
      const lost = Object.entries(seen.statuses).filter(([status]) => status !== '200');
      if (lost.length > 0) failures.push(`${attack}: the good client was answered ${said(seen.statuses)}`);
      if (!(p99 < MOST_P99_MS)) failures.push(`${attack}: p99 of the good client ${p99.toFixed(1)} ms`);
      const passed = abuse.statuses['200'] ?? 0;
      if (passed > 0) failures.push(`${attack}: ${passed} were let in`);
    }
    clearInterval(watch);
    const after = await memory();
    lines.push(
      `alive: ${before.aliveMb.toFixed(1)} MB before, ${after.aliveMb.toFixed(1)} MB after; resident after a collection ${after.residentMb.toFixed(0)} MB`,
    );
    lines.push(`resident: ${began.toFixed(0)} MB before, at most ${most.toFixed(0)} MB`);
    if (most - began >= MOST_MB) failures.push(`resident memory grew by ${(most - began).toFixed(0)} MB`);
  } finally {
    await Promise.all([good.stop(), bad.stop(), desk.stop()]);
    await simulator.stop();
    await Promise.all([deskWorker.remove(), loadWorker.remove(), abuseWorker.remove()]);
  }
  return { campaign: 'Abuse of the gateway while somebody behaves', seed, lines, failures };
}

const figures = (ms: readonly number[]) =>
  `${ms.length} answers, p50 ${quantile(ms, 0.5).toFixed(2)} ms, p99 ${quantile(ms, 0.99).toFixed(2)} ms`;

const said = (statuses: Readonly<Record<string, number>>) =>
  Object.entries(statuses)
    .map(([status, count]) => `${status} ×${count}`)
    .join(', ') || 'nothing';

const residentMb = (pid: number) =>
  (Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6;
