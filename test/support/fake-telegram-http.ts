import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRecord } from './fake-telegram-refusal.js';
import { noteAnswer, noteRequest } from './platform-calls.js';

/** A file in a form. */
export interface UploadedFile {
  readonly filename: string;
  readonly bytes: Buffer;
}

export function isUpload(value: unknown): value is UploadedFile {
  return isRecord(value) && typeof value['filename'] === 'string' && Buffer.isBuffer(value['bytes']);
}

/** JSON or a form with files, as the fields of the call. */
export async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const payload = await parse(request);
  const files = Object.entries(payload).flatMap(([key, value]) =>
    isUpload(value) ? [{ key, name: value.filename, size: value.bytes.length }] : [],
  );
  const fields = Object.entries(payload).filter(([, value]) => !isUpload(value));
  noteRequest(request, Object.fromEntries(fields), files);
  return payload;
}

async function parse(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const type = request.headers['content-type'] ?? '';
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) return {};
  if (!type.startsWith('multipart/')) {
    const parsed: unknown = JSON.parse(bytes.toString());
    return isRecord(parsed) ? parsed : {};
  }
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? '';
  const parts = bytes.toString('latin1').split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(parts.map(readPart));
}

function readPart(part: string): [string, unknown] {
  const end = part.indexOf('\r\n\r\n');
  const head = part.slice(0, end);
  const body = Buffer.from(part.slice(end + 4, -2), 'latin1');
  const name = /name="([^"]+)"/.exec(head)?.[1] ?? '';
  const filename = /filename="?([^";\r\n]+)/.exec(head)?.[1];
  if (filename !== undefined) {
    return [name, { filename: Buffer.from(filename, 'latin1').toString(), bytes: body }];
  }
  return [name, name === 'caption' ? body.toString() : parsedOrText(body.toString())];
}

function parsedOrText(text: string): unknown {
  return /^[[{]|^(true|false|-?\d+)$/.test(text) ? JSON.parse(text) : text;
}

export function reply(response: ServerResponse, status: number, body: unknown): void {
  noteAnswer(response, status, body);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function keyboardOf(markup: unknown): { text: string; callback_data: string }[][] {
  const rows = isRecord(markup) ? markup['inline_keyboard'] : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) =>
    (Array.isArray(row) ? row : []).map((button: unknown) => {
      const { text, callback_data: data } = isRecord(button) ? button : {};
      return { text: String(text), callback_data: String(data) };
    }),
  );
}
