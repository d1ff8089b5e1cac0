import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Endpoint } from '../../src/gateway/document/shape.js';

export interface Shown {
  readonly status: number;
  readonly type: string;
  readonly retryAfter: string | undefined;
  /** undefined where it has no end, or none was sent. */
  readonly text: string | undefined;
}

/** Says what is wrong with an answer by the document; undefined when nothing is. */
export type Judge = (endpoint: Endpoint, answer: Shown) => string | undefined;

/** Failures that are no fault of the desk while the broker is well: not on offer here, or not yet. */
const FAIR = new Set(['cooldown', 'notOffered']);

/** Judges answers by this document, which is taken as it came over the wire. */
export function judgeBy(document: Readonly<Record<string, unknown>>): Judge {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'document', ...document });
  const pointer = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
  return (endpoint, { status, type, retryAfter, text }) => {
    const { method, path, responses } = endpoint;
    const documented = responses[status];
    if (!documented) return `${status} is not documented`;
    const [bare = ''] = type.split(';');
    if (text === undefined || text === '')
      return documented.content && status !== 304 && text === '' ? 'no body' : undefined;
    if (!documented.content?.[bare]) return `${status} as ${bare} is not documented`;
    if (bare !== 'application/json') return undefined;
    const at = ['paths', path, method, 'responses', String(status), 'content', bare, 'schema']
      .map(pointer)
      .join('/');
    const fits = ajv.getSchema(`document#/${at}`);
    if (!fits) return `no schema at ${at}`;
    const body: unknown = JSON.parse(text);
    if (fits(body) !== true) return `${status}: ${ajv.errorsText(fits.errors)}: ${text.slice(0, 200)}`;
    const code = codeOf(body);
    // Through the proxy a refusal is the broker's own, in the broker's own words.
    if (status === 502 && code === '' && path.startsWith('/api/v1/proxy/')) return undefined;
    if (status >= 500 && !FAIR.has(code)) return `${status} ${code}`;
    if (status === 503 && retryAfter === undefined && code !== '') return '503 without Retry-After';
    return undefined;
  };
}

function codeOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('error' in body)) return '';
  const { error } = body;
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
