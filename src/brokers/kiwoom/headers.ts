export const JSON_TYPE = 'application/json;charset=UTF-8';

/** Headers of every business call. `nextKey`: the page that follows the answer which gave it. */
export function businessHeaders(call: {
  readonly apiId: string;
  readonly token: string;
  readonly nextKey?: string | undefined;
}): Record<string, string> {
  const page = call.nextKey === undefined ? {} : { 'cont-yn': 'Y', 'next-key': call.nextKey };
  return {
    'content-type': JSON_TYPE,
    'api-id': call.apiId,
    authorization: `Bearer ${call.token}`,
    ...page,
  };
}

/** What stands in the headers of an answer, never in its body: whether another page follows, and its key. */
export function pageOf(headers: Readonly<Record<string, string>>): {
  readonly more: boolean;
  readonly nextKey: string;
} {
  return {
    more: headers['cont-yn']?.trim().toUpperCase() === 'Y',
    nextKey: headers['next-key']?.trim() ?? '',
  };
}
