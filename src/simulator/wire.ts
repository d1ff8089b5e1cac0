import type { RawData } from 'ws';
import { z } from 'zod';
import type { VenueAnswer } from './route.js';

/** An HTTP request with its whole body. `header` gives '' for one that is missing. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** After the question mark. */
  readonly query: string;
  readonly body: string;
  header(name: string): string;
}

/** An answer ready for the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const JSON_TYPE = 'application/json; charset=utf-8';

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): WireAnswer {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(body) };
}

export function wireAnswer(answer: VenueAnswer, trId = ''): WireAnswer {
  const headers: Record<string, string> = {};
  if (trId !== '') headers['tr_id'] = trId;
  if (answer.trCont !== undefined) headers['tr_cont'] = answer.trCont;
  return jsonAnswer(answer.status, answer.body, headers);
}

/** KIS's own answer to an unknown path is not on record. */
export const notFound: WireAnswer = jsonAnswer(404, { rt_cd: '1', msg_cd: 'NOTFOUND', msg1: 'no such path' });

const bodySchema = z.record(z.string(), z.union([z.string(), z.number().transform(String)]));

/** A JSON object of texts (a number was seen to be taken too); undefined when the body is anything else. */
export function fieldsOf(body: string): ReadonlyMap<string, string> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  const fields = bodySchema.safeParse(parsed);
  return fields.success ? new Map(Object.entries(fields.data)) : undefined;
}

/** Query fields under upper-case names: quote services are called with either case. */
export function queryFields(query: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  if (query === '') return fields;
  for (const [name, value] of new URLSearchParams(query)) fields.set(name.toUpperCase(), value);
  return fields;
}

/** The text of a WebSocket message. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
}
