import { createDecipheriv } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { APP_KEY, APP_SECRET, type TestVenue } from './venue-client.js';

export interface Control {
  readonly header: Record<string, string>;
  readonly body?: { rt_cd: string; msg_cd: string; msg1: string; output?: { iv: string; key: string } };
}

/** Sessions at a venue's WebSocket address. */
export interface VenueSockets {
  approval(appKey?: string): Promise<string>;
  connect(): Promise<WebSocket>;
  /** Ends what is left of them. */
  close(): void;
}

export function socketsAt(venue: TestVenue): VenueSockets {
  const sockets: WebSocket[] = [];
  return {
    async approval(appKey = APP_KEY) {
      const fields = { grant_type: 'client_credentials', appkey: appKey, secretkey: APP_SECRET };
      const { body } = await venue.raw('POST', '/oauth2/Approval', { body: JSON.stringify(fields) });
      return String(body['approval_key']);
    },
    async connect() {
      const socket = new WebSocket(`${venue.simulator.wsUrl}/tryitout`);
      sockets.push(socket);
      await once(socket, 'open');
      return socket;
    },
    close() {
      for (const socket of sockets.splice(0)) socket.terminate();
    },
  };
}

export async function next(socket: WebSocket): Promise<Control> {
  const [data] = await once(socket, 'message');
  const control: Control = JSON.parse(String(data));
  return control;
}

/** Registers, or with `2` ends a registration. */
export function ask(
  socket: WebSocket,
  key: string,
  trKey: string,
  how = '1',
  tr = 'H0STCNT0',
): Promise<Control> {
  const answer = next(socket);
  const header = { approval_key: key, custtype: 'P', tr_type: how, 'content-type': 'utf-8' };
  socket.send(JSON.stringify({ header, body: { input: { tr_id: tr, tr_key: trKey } } }));
  return answer;
}

/** The text of an encrypted frame, read by KIS's document and by nothing of the simulator. */
export function decrypted(frame: string, { key, iv }: { key: string; iv: string }): readonly string[] {
  const [, , , payload = ''] = frame.split('|');
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  const bytes = Buffer.concat([decipher.update(Buffer.from(payload, 'base64')), decipher.final()]);
  return bytes.toString('utf8').split('^');
}
