import { type Body, isBody } from './fake-discord-refusal.js';

/** The codes with which Discord closes a connection that breaks a rule. */
export const CLOSE = {
  unknownOpcode: 4001,
  undecodable: 4002,
  notAuthenticated: 4003,
  /** As with a wrong token: Discord takes the token away. */
  tooManySessions: 4004,
  alreadyAuthenticated: 4005,
  badSequence: 4007,
  rateLimited: 4008,
  timedOut: 4009,
  badShard: 4010,
  badVersion: 4012,
  badIntents: 4013,
  forbiddenIntents: 4014,
} as const;

type Code = (typeof CLOSE)[keyof typeof CLOSE];

/** What one connection to the gateway may send. */
export interface GatewayRules {
  /** The frame if it may be sent, else the code to close with. `sequence` is the last one that the bot can know. */
  check(text: string, sequence: number): Body | Code;
}

const OPCODES = { heartbeat: 1, identify: 2, presence: 3, voice: 4, resume: 6, members: 8, sounds: 31 };
const LARGEST_FRAME = 4096;
const MOST_FRAMES = 120;
const FRAMES_MS = 60_000;
const EVERY_INTENT = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 21, 24, 25].reduce(
  (bits, bit) => bits | (1 << bit),
  0,
);
/** Members, presences and message content, which this bot was not granted. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);

export function gatewayRules(now: () => number): GatewayRules {
  let state: 'new' | 'resumed' | 'identified' = 'new';
  let frames: number[] = [];

  return {
    check(text, sequence) {
      frames = [...frames.filter(at => now() - at < FRAMES_MS), now()];
      if (frames.length > MOST_FRAMES) return CLOSE.rateLimited;
      const frame = decoded(text);
      if (!frame) return CLOSE.undecodable;
      const { op, d } = frame;
      if (!Object.values(OPCODES).some(known => known === op)) return CLOSE.unknownOpcode;
      if (op === OPCODES.heartbeat) {
        return d === null || isSequence(d, sequence) ? frame : CLOSE.undecodable;
      }
      const begins = op === OPCODES.identify || op === OPCODES.resume;
      if (!begins && state === 'new') return CLOSE.notAuthenticated;
      // A resume that comes to nothing is followed by an identify on the same connection.
      const again = op === OPCODES.identify ? state === 'identified' : begins && state !== 'new';
      if (again) return CLOSE.alreadyAuthenticated;
      if (!isBody(d)) return CLOSE.undecodable;
      const wrong =
        op === OPCODES.identify ? badIdentify(d) : op === OPCODES.resume && badResume(d, sequence);
      if (wrong) return wrong;
      if (begins) state = op === OPCODES.identify ? 'identified' : 'resumed';
      return frame;
    },
  };
}

function decoded(text: string): Body | undefined {
  if (Buffer.byteLength(text) > LARGEST_FRAME) return undefined;
  try {
    const frame: unknown = JSON.parse(text);
    return isBody(frame) && Number.isInteger(frame['op']) ? frame : undefined;
  } catch {
    return undefined;
  }
}

const isSequence = (value: unknown, last: number) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= last;

function badIdentify({ token, intents, properties, shard }: Body): Code | undefined {
  if (typeof token !== 'string' || !isBody(properties)) return CLOSE.undecodable;
  if (['os', 'browser', 'device'].some(key => typeof properties[key] !== 'string')) return CLOSE.undecodable;
  if (shard !== undefined && JSON.stringify(shard) !== '[0,1]') return CLOSE.badShard;
  if (typeof intents !== 'number' || (intents & ~EVERY_INTENT) !== 0) return CLOSE.badIntents;
  return (intents & PRIVILEGED) === 0 ? undefined : CLOSE.forbiddenIntents;
}

function badResume({ token, session_id: session, seq }: Body, last: number): Code | undefined {
  if (typeof token !== 'string' || typeof session !== 'string') return CLOSE.undecodable;
  return isSequence(seq, last) ? undefined : CLOSE.badSequence;
}

/** How often a bot may identify: with one session at a time once in 5 s, and 1000 times a day. */
export interface IdentifyPace {
  /** How far apart they must be, ms; 0 unless a test asks for Discord's 5000. */
  everyMs: number;
  /** Counts one; false when it comes too soon or is one too many. */
  identify(): 'ok' | 'tooSoon' | 'tooMany';
}

const MOST_IDENTIFIES = 1000;
const DAY_MS = 86_400_000;

export function identifyPace(now: () => number): IdentifyPace {
  let times: number[] = [];
  return {
    everyMs: 0,
    identify() {
      times = times.filter(at => now() - at < DAY_MS);
      const last = times.at(-1);
      if (last !== undefined && now() - last < this.everyMs) return 'tooSoon';
      if (times.length >= MOST_IDENTIFIES) return 'tooMany';
      times.push(now());
      return 'ok';
    },
  };
}
