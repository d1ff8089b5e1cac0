import axios, {
  AxiosError,
  type AxiosResponse,
  type CreateAxiosDefaults,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios';
import axiosRetry from 'axios-retry';
import { type Clock, DeskError } from '../../core/index.js';
import { createAgents } from './agents.js';
import { timedOut, withDeadline } from './deadline.js';
import type { Http, HttpAnswer, HttpResult, ReadRequest } from './http-port.js';
import type { Limiter } from './limiter.js';
import { watchedTransport } from './watched-transport.js';

export interface HttpOptions<L extends string> {
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly limiter: Limiter<L>;
  /** How long one attempt may take from its start to the last byte of its answer, ms. */
  readonly attemptMs: number;
  /** Pause before an attempt is repeated, ms. */
  readonly retryDelayMs: number;
  /** Aborts when the broker is closed: cuts off what is under way and ends idle connections. */
  readonly closing: AbortSignal;
  /** Told the `Date` header of every answer, if it has one, and by our monotonic clock when its request began. */
  readonly dated?: (date: string, begun: number) => void;
}

const MORE_ATTEMPTS = 2;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const MAX_BODY_BYTES = 64 * 1024;

/** Redirects and proxies would hand the keys to somebody else; without caps and text the library decides for us. */
const COMMON = {
  maxRedirects: 0,
  proxy: false as const,
  maxContentLength: MAX_ANSWER_BYTES,
  maxBodyLength: MAX_BODY_BYTES,
  responseType: 'text' as const,
  transformRequest: [(data: unknown) => data],
  transformResponse: [(data: unknown) => data],
  validateStatus: () => true,
} satisfies CreateAxiosDefaults;

// One of each for all lines of all accounts: what differs between them comes with each request.
const httpAdapter = axios.getAdapter('http');
const reader = axios.create(COMMON);
const sender = axios.create(COMMON);
axiosRetry(reader, {
  retries: 0,
  shouldResetTimeout: true,
  retryDelay: () => 0,
  retryCondition: error => error.code !== AxiosError.ERR_CANCELED,
});

export function createHttp<L extends string>(options: HttpOptions<L>): Http<L> {
  const { baseUrl, clock, limiter, attemptMs, retryDelayMs, closing, dated } = options;
  const agents = createAgents(baseUrl, closing);

  function attempt(
    config: InternalAxiosRequestConfig,
    outer: AbortSignal | undefined,
  ): Promise<AxiosResponse<unknown>> {
    return withDeadline(clock, attemptMs, [outer, closing], async signal => {
      try {
        const begun = clock.monotonic();
        const response = await httpAdapter({ ...config, signal });
        const date: unknown = response.headers['date'];
        if (typeof date === 'string') dated?.(date, begun);
        return response;
      } catch (thrown) {
        if (signal.aborted && !outer?.aborted && timedOut(signal))
          throw new AxiosError('no answer in time', 'TIMEOUT', config);
        throw thrown;
      }
    });
  }

  /** One attempt of a read, judged and counted; it has all its headers only now. */
  async function examined(
    config: InternalAxiosRequestConfig,
    { signal, examine, tally }: ReadRequest<L>,
  ): Promise<AxiosResponse<unknown>> {
    tally.attempts += 1;
    try {
      const response = await attempt(config, signal);
      const again = examine(answerOf(response));
      if (again === undefined) return response;
      throw new AxiosError('to be asked again', again, config, undefined, response);
    } catch (thrown) {
      const cancelled = signal.aborted && !timedOut(signal);
      if (!cancelled && !closing.aborted) {
        tally.failures += 1;
        tally.lastFailure = codeOf(thrown, signal);
      }
      throw thrown;
    }
  }

  /** An attempt when its turn has come and it may leave; a turn that comes too early is not spent. */
  async function inTurn(
    config: InternalAxiosRequestConfig,
    request: ReadRequest<L>,
  ): Promise<AxiosResponse<unknown>> {
    for (;;) {
      const response = await limiter.run(request.lane, request.signal, async slot => {
        const headers = request.headers();
        if (headers === undefined) {
          slot.giveBack();
          return undefined;
        }
        config.headers.set({ ...headers });
        return examined(config, request);
      });
      if (response) return response;
      await request.ready();
    }
  }

  return {
    async read(request) {
      const { path, body, signal, tally } = request;
      // The library replaces whatever an adapter throws once the signal has aborted.
      let turnedAway: DeskError | undefined;
      const adapter = async (config: InternalAxiosRequestConfig) => {
        try {
          return await inTurn(config, request);
        } catch (thrown) {
          if (thrown instanceof DeskError) turnedAway = thrown;
          throw thrown;
        }
      };
      const retries = Math.max(0, MORE_ATTEMPTS - tally.failures);
      try {
        return answered(
          await reader.request<unknown>({
            url: baseUrl + path,
            method: body === undefined ? 'get' : 'post',
            ...(body === undefined ? {} : { data: body }),
            signal,
            adapter,
            ...agents.pooled(),
            'axios-retry': {
              retries,
              onRetry: (_count, _error, config) => clock.sleep(retryDelayMs, signalOf(config.signal)),
            },
          }),
        );
      } catch (thrown) {
        if (turnedAway) throw turnedAway;
        if (isAxiosError(thrown) && thrown.response) return answered(thrown.response);
        if (isAxiosError(thrown) || signal.aborted) return { kind: 'noAnswer', code: codeOf(thrown, signal) };
        throw thrown;
      }
    },

    once({ path, headers, body, lane, signal, leaving }) {
      return limiter.run(lane, signal, async () => {
        if (leaving) {
          await leaving();
          signal.throwIfAborted();
        }
        const wire = watchedTransport(baseUrl.startsWith('https:'), signal);
        try {
          return answered(
            await sender.post<unknown>(baseUrl + path, body, {
              headers: { ...headers },
              ...agents.single(),
              transport: wire.transport,
              adapter: config => attempt(config, undefined),
            }),
          );
        } catch (thrown) {
          if (wire.established()) return { kind: 'noAnswer', code: codeOf(thrown, closing) };
          return { kind: 'notSent', code: codeOf(thrown, signal.aborted ? signal : closing) };
        }
      });
    },
  };
}

function answered(response: AxiosResponse<unknown>): HttpResult {
  return { kind: 'answered', ...answerOf(response) };
}

function answerOf(response: AxiosResponse<unknown>): HttpAnswer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (typeof value === 'string') headers[name.toLowerCase()] = value;
  }
  const { status, data } = response;
  return { status, headers, text: typeof data === 'string' ? data : '' };
}

/** Codes only: messages of network errors name hosts and addresses, and the error objects hold the headers. */
function codeOf(thrown: unknown, signal: AbortSignal): string {
  if (signal.aborted) return timedOut(signal) ? 'TIMEOUT' : 'CANCELLED';
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && code !== '' ? code : 'FAILED';
}

function signalOf(signal: unknown): AbortSignal | undefined {
  return signal instanceof AbortSignal ? signal : undefined;
}
