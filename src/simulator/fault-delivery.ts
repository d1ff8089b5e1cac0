import type { ServerResponse } from 'node:http';
import type { Clock } from '../core/index.js';
import type { Fault } from './faults.js';
import { jsonAnswer, type WireAnswer } from './wire.js';

/** What a broker's face answers in its own form when a fault is to look like one of its own. */
export interface FaultWords {
  /** A refusal for rate. */
  readonly rateRefusal: WireAnswer;
  readonly maintenance: WireAnswer;
  /** The key under which an accepted order's answer has its number. */
  readonly orderNumber: string;
}

interface Delivery {
  readonly words: FaultWords;
  readonly response: ServerResponse;
  /** Carries the request out, whatever is then answered. */
  serve(): WireAnswer;
  /** Runs a thing later, by the simulator's clock. */
  later(ms: number, run: () => void): void;
  readonly clock: Clock;
}

export function send(response: ServerResponse, answer: WireAnswer): void {
  if (response.destroyed) return;
  const length = Buffer.byteLength(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': length });
  response.end(answer.body);
}

/** Answers a request the way its fault says. */
export function deliver(fault: Fault, delivery: Delivery): void {
  const { response, serve } = delivery;
  const instead = replacement(fault, delivery.words);
  if (instead || fault.kind === 'hang') {
    if (fault.commit) serve();
    if (instead) send(response, instead);
  } else if (fault.kind === 'lateCommit') {
    delivery.later(fault.ms, () => void serve());
  } else if (fault.kind === 'resetBefore') {
    response.socket?.resetAndDestroy();
  } else {
    spoil(fault, serve(), delivery);
  }
}

/** Faults on the way back: the request has been carried out. */
function spoil({ kind, ms }: Fault, answer: WireAnswer, delivery: Delivery): void {
  const { response } = delivery;
  if (kind === 'resetAfter') response.socket?.resetAndDestroy();
  if (kind === 'truncate') cutOff(response, answer);
  if (kind === 'delay') delivery.later(ms, () => send(response, answer));
  if (kind === 'drip') void drip(answer, ms, delivery);
  if (kind === 'notJson') send(response, { ...answer, body: 'upstream connect error' });
  if (kind === 'noOrderNumber') send(response, withoutOrderNumber(answer, delivery.words));
}

/** Faults that answer something of their own in place of the service. */
function replacement(fault: Fault, words: FaultWords): WireAnswer | undefined {
  switch (fault.kind) {
    case 'status':
      return typeof fault.body === 'string'
        ? { status: fault.status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: fault.body }
        : jsonAnswer(fault.status, fault.body ?? {});
    case 'empty500':
      return { status: 500, headers: {}, body: '' };
    case 'html502': {
      const body = '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>';
      return { status: 502, headers: { 'content-type': 'text/html' }, body };
    }
    case 'maintenance':
      return words.maintenance;
    case 'rateRefusal':
      return words.rateRefusal;
    default:
      return undefined;
  }
}

function cutOff(response: ServerResponse, answer: WireAnswer): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.end());
}

async function drip(answer: WireAnswer, ms: number, { response, clock }: Delivery): Promise<void> {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  for (let sent = 0; sent < body.length && !response.destroyed; sent += 1) {
    response.write(body.subarray(sent, sent + 1));
    await clock.sleep(ms);
  }
  response.end();
}

function withoutOrderNumber(answer: WireAnswer, { orderNumber }: FaultWords): WireAnswer {
  const written = new RegExp(`"${orderNumber}":"[^"]*"`);
  return { ...answer, body: Buffer.from(answer.body).toString().replace(written, `"${orderNumber}":""`) };
}
