import { destinationKey, type Letter } from '../../src/core/index.js';
import type { Fate } from '../support/chat-wall.js';
import {
  DISCORD,
  isMarkedCard,
  letterOf,
  type OutboxRig,
  outboxRig,
  routes,
  TELEGRAM,
} from '../support/outbox-rig.js';
import { createDoubts, type Doubts, wallFaults } from '../support/wall-judge.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';

const HOUR = 3_600_000;
const SIDES = ['discord', 'telegram'] as const;
type Side = (typeof SIDES)[number];
const TO = { discord: DISCORD, telegram: TELEGRAM };

const WAYS: readonly Pick<Letter, 'to' | 'spare'>[] = [
  { to: routes(DISCORD), spare: [] },
  { to: routes(TELEGRAM), spare: [] },
  { to: routes(DISCORD, TELEGRAM), spare: [] },
  { to: routes(DISCORD), spare: routes(TELEGRAM) },
];
const LANES: readonly Letter['lane'][] = ['urgent', 'normal', 'normal', 'normal', 'bulk', 'bulk'];

interface Stage {
  readonly rig: OutboxRig;
  readonly random: () => number;
  /** Those that the desk was told are durable. */
  readonly letters: Letter[];
  readonly doubts: Doubts;
  kills: number;
}

/**
 * Both platforms are away for an hour, while alerts come. First nothing else goes wrong: all arrive, in order, none
 * twice. Then once more with kills at any moment, and platforms that come back one after the other, lose answers and
 * ask for patience: all arrive, in order, and what comes twice says so.
 */
export async function outage(options: { alerts: number; seed: number }): Promise<Report> {
  const { alerts, seed } = options;
  const random = seededRandom(seed);
  const quiet = await hour({ alerts, random, kills: 0 });
  const rough = await hour({ alerts, random, kills: Math.max(4, Math.round(alerts / 15)) });
  return {
    campaign: 'Alerts while both platforms are away for an hour',
    seed,
    lines: [`only the outage: ${quiet.line}`, `with kills and lost answers: ${rough.line}`],
    failures: [...quiet.failures, ...rough.failures],
  };
}

async function hour(options: {
  alerts: number;
  random: () => number;
  kills: number;
}): Promise<{ line: string; failures: string[] }> {
  const { alerts, random, kills } = options;
  const rig = outboxRig({ latencyMs: 80, flushMs: 6 });
  const stage: Stage = { rig, random, letters: [], doubts: createDoubts(), kills: 0 };
  for (const side of SIDES) rig.walls[side].state = 'lost';
  await alertsCome(stage, alerts, kills);
  const atReturn = rig.outbox.status();
  const returnedAt = rig.clock.now();
  if (kills === 0) for (const side of SIDES) comeBack(stage, side);
  else await comeBackRoughly(stage, kills);
  await rig.clock.advance(HOUR / 4);

  const failures = SIDES.flatMap(side => judge(stage, side));
  if (atReturn.waiting !== stage.letters.length && kills === 0) failures.push('something was not waiting');
  const left = rig.outbox.status();
  if (left.waiting + left.nobody > 0 && kills === 0) failures.push(`left over: ${JSON.stringify(left)}`);
  const cards = SIDES.flatMap(side => rig.walls[side].cards);
  const marked = cards.filter(isMarkedCard).length;
  if (kills === 0 && marked > 0) failures.push('a repeat without any doubt');
  const dropped = [...rig.outbox.letters()].reduce((sum, { dropped }) => sum + dropped.size, 0);
  const last = Math.max(...cards.map(({ at }) => at));
  await rig.outbox.stop();
  return {
    line: `${stage.letters.length} alerts, ${stage.kills} kills; shown ${cards.length}, of these marked repeats ${marked}, given up as doubtful ${dropped}; the last ${Math.round((last - returnedAt) / 1000)} s after the return`,
    failures,
  };
}

/** Alerts through one hour; the process dies now and then. */
async function alertsCome(stage: Stage, alerts: number, kills: number): Promise<void> {
  const { rig, random, letters } = stage;
  for (let n = 1; n <= alerts; n += 1) {
    const letter = letterOf(n, rig.clock.now(), { lane: pick(LANES, random), ...pick(WAYS, random) });
    let isDurable = false;
    void rig.outbox.post(letter).then(() => {
      isDurable = true;
    });
    const dies = random() < kills / 2 / alerts;
    await rig.clock.advance(dies ? Math.floor(random() * 12) : 20);
    if (isDurable) letters.push(letter);
    if (dies) kill(stage);
    await rig.clock.advance(Math.floor((random() * 2 * HOUR) / alerts));
  }
}

function comeBack({ rig }: Stage, side: Side): void {
  rig.walls[side].state = 'connected';
  rig.outbox.wake(side);
}

/** One after the other, gone again for a while, with losses of all kinds and kills between. */
async function comeBackRoughly(stage: Stage, kills: number): Promise<void> {
  const { rig, random } = stage;
  for (const side of SIDES) {
    rig.walls[side].fate = key => {
      const fate = pickFate(random);
      if (fate === 'lostAnswer' || fate === 'lostRequest') stage.doubts.lost(key, destinationKey(TO[side]));
      return fate;
    };
  }
  for (let n = 0; n < kills; n += 1) {
    const side = pick(SIDES, random);
    if (random() < 0.3) rig.walls[side].state = 'lost';
    else comeBack(stage, side);
    await rig.clock.advance(Math.floor(random() * 5_000));
    if (random() < 0.5) kill(stage);
  }
  for (const side of SIDES) {
    rig.walls[side].fate = () => 'shown';
    comeBack(stage, side);
  }
}

function pickFate(random: () => number): Fate {
  const n = random();
  if (n < 0.05) return 'lostAnswer';
  if (n < 0.08) return 'lostRequest';
  if (n < 0.1) return 'no';
  return n < 0.11 ? { retryAfterMs: Math.ceil(random() * 3_000) } : 'shown';
}

function kill(stage: Stage): void {
  const { rig, random, doubts } = stage;
  doubts.killed(rig.kill(most => Math.floor(random() * (most + 1))));
  stage.kills += 1;
}

function judge({ rig, letters, doubts }: Stage, side: Side): string[] {
  return wallFaults({
    wall: rig.walls[side],
    to: destinationKey(TO[side]),
    letters,
    letter: id => rig.outbox.letter(id),
    doubts,
    now: rig.clock.now(),
  });
}

function pick<T>(list: readonly T[], random: () => number): T {
  const picked = list[Math.floor(random() * list.length)];
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}
