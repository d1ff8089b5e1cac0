import { say } from './words.js';

/** The gateway said no, or nothing: `status` 0. The message is for people. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function answerOf<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch(() => undefined);
  if (!response) {
    throw new Refusal(0, say('서버와 연결되지 않았습니다.', 'The server cannot be reached.'));
  }
  if (response.ok) return response.json();
  const said: { readonly error?: { readonly message?: string } } = await response.json().catch(() => ({}));
  const fallback = say(`요청이 거절되었습니다 (${response.status}).`, `Refused (${response.status}).`);
  throw new Refusal(response.status, inOneLanguage(said.error?.message) ?? fallback);
}

/** Failures come in Korean and English. */
function inOneLanguage(message: string | undefined): string | undefined {
  const [ko, en] = message?.split(' / ') ?? [];
  return ko === undefined ? undefined : say(ko, en ?? ko);
}

export const look = <T>(path: string): Promise<T> => answerOf<T>(path, {});

/** Changes something: never tried twice by itself, since nobody knows how far the first went. */
export const act = <T>(path: string, body?: unknown): Promise<T> =>
  answerOf<T>(path, {
    method: 'POST',
    headers: { 'x-desk': '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
