import { z } from 'zod';

const KINDS = [
  /** `status` with `body` (text as it stands, anything else as JSON). */
  'status',
  'empty500',
  'html502',
  /** HTTP 500 with an empty `msg_cd`, as during KIS's maintenance. */
  'maintenance',
  /** EGW00201 for a request that kept the rate. */
  'rateRefusal',
  /** The socket is reset before anything is done. */
  'resetBefore',
  /** No answer ever. */
  'hang',
  /** No answer ever, and the request is carried out `ms` later. */
  'lateCommit',
  /** The request is carried out, then the socket is reset. */
  'resetAfter',
  /** The right answer, `ms` late. */
  'delay',
  /** The right answer, one byte every `ms`. */
  'drip',
  /** Half of the right answer, then the connection ends. */
  'truncate',
  /** The right headers around a text that is no JSON. */
  'notJson',
  /** An accepted order's answer without its ODNO. */
  'noOrderNumber',
] as const;

export const faultSchema = z.strictObject({
  /** Exact TR id and/or path; without either every request of the venue is hit. */
  match: z.strictObject({ tr: z.string().optional(), path: z.string().optional() }).default({}),
  kind: z.enum(KINDS),
  /** How many requests it hits, after letting `skip` matching ones pass. */
  times: z.number().int().positive().default(1),
  skip: z.number().int().nonnegative().default(0),
  status: z.number().int().min(200).max(599).default(500),
  body: z.unknown().optional(),
  ms: z.number().nonnegative().default(100),
  /** Whether the request is carried out although the answer does not say so. */
  commit: z.boolean().default(false),
});

export type Fault = z.infer<typeof faultSchema>;

/** Scripted faults in the order they were added; the first that matches a request hits it. */
export interface FaultList {
  add(fault: Fault): void;
  take(request: { tr: string; path: string }): Fault | undefined;
  /** Those that have hits left. */
  pending(): readonly Fault[];
  clear(): void;
}

export function createFaultList(): FaultList {
  let faults: Fault[] = [];
  return {
    add: fault => {
      faults.push({ ...fault });
    },
    take({ tr, path }) {
      if (faults.length === 0) return undefined;
      const matches = ({ match }: Fault) =>
        (match.tr === undefined || match.tr === tr) && (match.path === undefined || match.path === path);
      const fault = faults.find(matches);
      if (!fault) return undefined;
      if (fault.skip > 0) {
        fault.skip -= 1;
        return undefined;
      }
      fault.times -= 1;
      if (fault.times === 0) faults = faults.filter(f => f !== fault);
      return fault;
    },
    pending: () => faults,
    clear: () => {
      faults = [];
    },
  };
}
