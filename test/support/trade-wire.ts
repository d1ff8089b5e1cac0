import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
// The exchange loads this when it is first asked as Kiwoom, and no clock that stands still waits for a file.
import '../../src/simulator/kiwoom/face.js';
import { watchShortTimers } from './short-timers.js';

/** An order, amendment or cancellation as it arrived at the venue, whatever the venue then made of it. */
export interface Post {
  readonly tr: string;
  /** `5010123401` */
  readonly account: string;
  /** The code of a new order, the number of the order that is changed. */
  readonly subject: string;
}

/** Node's own view of the HTTP exchanges of this process, in which both their ends are. */
export interface TradeWire {
  /** Every POST to the order services, in the order of arrival. */
  readonly posts: readonly Post[];
  /** Nothing is under way, on a socket or on the disk, but what the venue keeps waiting on purpose. */
  quiet(): boolean;
  close(): void;
}

interface Exchange {
  readonly response: ServerResponse;
  handled: boolean;
}

const ASKED = 'http.client.request.start';
const ARRIVED = 'http.server.request.start';
const ORDER_PATH = /\/trading\/order-(?:cash|rvsecncl)$|^\/api\/dostk\/ordr$/;
/** Requests to the system that have not come back: files, connections, writes. */
const UNDER_WAY = /Req|ConnectWrap|WriteWrap|ShutdownWrap/;

/** Watches from now on. `ownerOf`: whose a token is, ten digits, where a request names no account. */
export function watchWire(ownerOf: (token: string) => string = () => ''): TradeWire {
  const asking = new Set<ClientRequest>();
  const answering = new Set<Exchange>();
  const posts: Post[] = [];

  function onAsked(message: unknown): void {
    const request = part(message, 'request');
    if (!(request instanceof ClientRequest)) return;
    asking.add(request);
    request.once('close', () => asking.delete(request));
  }

  function onArrived(message: unknown): void {
    const [request, response] = [part(message, 'request'), part(message, 'response')];
    if (!(request instanceof IncomingMessage && response instanceof ServerResponse)) return;
    const exchange: Exchange = { response, handled: false };
    answering.add(exchange);
    for (const over of ['finish', 'close']) response.once(over, () => answering.delete(exchange));
    // The venue acts in the very turn in which it has read a request.
    const handled = () => void setImmediate(() => (exchange.handled = true));
    if (request.method === 'GET') handled();
    else request.once('end', handled);
    if (request.method === 'POST' && ORDER_PATH.test(request.url ?? '')) keepPost(request, posts, ownerOf);
  }

  const timers = watchShortTimers();
  subscribe(ASKED, onAsked);
  subscribe(ARRIVED, onArrived);
  return {
    posts,
    quiet: () =>
      asking.size === answering.size &&
      timers.pending() === 0 &&
      [...answering].every(isKeptWaiting) &&
      !process.getActiveResourcesInfo().some(name => UNDER_WAY.test(name)),
    close() {
      timers.restore();
      unsubscribe(ASKED, onAsked);
      unsubscribe(ARRIVED, onArrived);
    },
  };
}

function part(message: unknown, name: string): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined;
}

/** Read and not answered, or in the middle of an answer that goes on with the clock; not one that is being cut off. */
function isKeptWaiting({ response, handled }: Exchange): boolean {
  return handled && response.socket !== null && !response.socket.writableEnded;
}

const kisOrder = z.looseObject({
  CANO: z.string(),
  ACNT_PRDT_CD: z.string(),
  PDNO: z.string().optional(),
  ORGN_ODNO: z.string().optional(),
});
const kiwoomOrder = z.looseObject({ stk_cd: z.string(), orig_ord_no: z.string().optional() });

function keepPost(request: IncomingMessage, posts: Post[], ownerOf: (token: string) => string): void {
  const chunks: Buffer[] = [];
  const header = (name: string) => String(request.headers[name] ?? '');
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    if (header('api-id') !== '') {
      const { stk_cd, orig_ord_no } = kiwoomOrder.parse(body);
      const account = ownerOf(header('authorization').replace('Bearer ', ''));
      posts.push({ tr: header('api-id'), account, subject: orig_ord_no ?? stk_cd });
      return;
    }
    const { CANO, ACNT_PRDT_CD, PDNO, ORGN_ODNO } = kisOrder.parse(body);
    posts.push({ tr: header('tr_id'), account: CANO + ACNT_PRDT_CD, subject: PDNO ?? ORGN_ODNO ?? '' });
  });
}
