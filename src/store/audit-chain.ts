import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { AuditEntry, AuditMark, AuditVerdict } from '../core/index.js';
import { auditText } from './audit-line.js';

/** One line's place in the chain: its number over all files and its hash, 64 hex digits. */
export interface Link {
  readonly line: number;
  readonly hash: string;
}

/** What the first line follows. */
export const GENESIS: Link = { line: 0, hash: '0'.repeat(64) };

/** `,"hash":"` + 64 digits + `"}`: the end of every line, and all of it that the hash does not cover. */
const SEAL_BYTES = 75;
const SEAL = /^,"hash":"([0-9a-f]{64})"\}$/;
const linkSchema = z.object({ line: z.int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) });
const placeSchema = linkSchema.extend({ prev: z.string() });

/** The line of an act that follows `before`: its hash covers every byte of it, the hash before it included. */
export function chainLine(entry: AuditEntry, before: Link, key: Buffer): { line: string; state: Link } {
  const line = before.line + 1;
  const covered = auditText(entry, line, before.hash).slice(0, -1);
  const hash = createHmac('sha256', key).update(covered).digest('hex');
  return { line: `${covered},"hash":"${hash}"}`, state: { line, hash } };
}

/** What is wrong with a line; `order`: it belongs further up, `missing`: lines are gone before it. */
export type LinkProblem = Exclude<Extract<AuditVerdict, { kind: 'broken' }>['problem'], 'truncated'>;

/** The line's link when it is whole and follows `before`. */
export function checkLink(bytes: Buffer, before: Link, key: Buffer): Link | LinkProblem {
  const place = placeSchema.safeParse(parsed(bytes)).data;
  if (place === undefined || !SEAL.test(sealOf(bytes))) return 'unreadable';
  if (!isWhole(bytes, key)) return 'hash';
  if (place.line > before.line + 1) return 'missing';
  if (place.line <= before.line) return 'order';
  return place.prev === before.hash ? { line: place.line, hash: place.hash } : 'hash';
}

/** Whether a line is as it was written by somebody who had the key, wherever it belongs. */
export function isWhole(bytes: Buffer, key: Buffer): boolean {
  const seal = sealOf(bytes);
  const covered = bytes.subarray(0, bytes.length - seal.length);
  return SEAL.exec(seal)?.[1] === createHmac('sha256', key).update(covered).digest('hex');
}

const sealOf = (bytes: Buffer) => bytes.toString('latin1', Math.max(0, bytes.length - SEAL_BYTES));

/** Where a line says it stands, unexamined; undefined when it says no such thing. */
export function linkOf(bytes: Buffer): Link | undefined {
  return linkSchema.safeParse(parsed(bytes)).data;
}

/** Whether this is a line from the time before there was a chain. */
export function isUnchained(bytes: Buffer): boolean {
  const fields = z.looseObject({ at: z.number(), act: z.string() }).safeParse(parsed(bytes)).data;
  return fields !== undefined && !('hash' in fields);
}

/** A link as it is written down elsewhere. */
export function markOf({ line, hash }: Link): AuditMark {
  return { line, hash: hash.slice(0, 16) };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
