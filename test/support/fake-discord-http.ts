import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Body, isBody } from './fake-discord-refusal.js';
import { noteAnswer, noteRequest } from './platform-calls.js';

/** A file beside a message; `key` is the name of its part of the form. */
export interface UploadedFile {
  readonly key: string;
  readonly name: string;
  readonly bytes: Buffer;
}

/** JSON, or the `payload_json` part of a form with the files beside it. */
export async function readBody(
  request: IncomingMessage,
): Promise<{ json: unknown; files: readonly UploadedFile[] }> {
  const { json, files } = await parse(request);
  const notes = files.map(({ key, name, bytes }) => ({ key, name, size: bytes.length }));
  noteRequest(request, json, notes);
  return { json: json ?? {}, files };
}

async function parse(request: IncomingMessage): Promise<{ json: unknown; files: readonly UploadedFile[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { json: undefined, files: [] };
  if (!type.startsWith('multipart/')) return { json: JSON.parse(bytes.toString()), files: [] };
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const json = form.get('payload_json');
  const files: UploadedFile[] = [];
  for (const [key, part] of form) {
    if (typeof part !== 'string') {
      files.push({ key, name: part.name, bytes: Buffer.from(await part.arrayBuffer()) });
    }
  }
  return { json: typeof json === 'string' ? JSON.parse(json) : {}, files };
}

export function asBody(json: unknown): Body {
  return isBody(json) ? json : {};
}

export function reply(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): void {
  noteAnswer(response, status, body);
  if (body === undefined) {
    response.writeHead(status, headers).end();
  } else {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  }
}
