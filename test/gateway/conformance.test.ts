import { expect, test } from 'vitest';
import { documentShape, endpointsOf } from '../../src/gateway/document/shape.js';
import { gatewayFuzz } from '../chaos/gateway-fuzz.js';
import { openGatewayRig } from '../support/gateway-rig.js';
import { judgeBy } from '../support/openapi-judge.js';

test('requests made from the document get documented answers, no failure of the desk, and order nothing', async () => {
  const { failures, lines } = await gatewayFuzz({ requests: 160, seed: 20261122 });
  expect(failures).toEqual([]);
  expect(lines[0]).toMatch(/200 ×\d{2,}/);
}, 20_000);

test('the judge sees an answer that the document does not have, a body of another form, and a failure of the desk', async () => {
  const rig = await openGatewayRig();
  const raw: Record<string, unknown> = JSON.parse((await rig.get('/api/v1/openapi.json')).text);
  const endpoint = endpointsOf(documentShape.parse(raw)).find(({ path }) => path === '/api/v1/symbols');
  if (!endpoint) throw new Error('no endpoint');
  const judge = judgeBy(raw);
  const type = 'application/json; charset=utf-8';
  const failure = (code: string) => JSON.stringify({ error: { code, message: '', reference: '' } });
  const shown = { status: 200, type, retryAfter: undefined, text: '{"symbols":[]}' };
  await rig.close();
  expect(judge(endpoint, { ...shown, status: 200, text: '{"symbols":7}' })).toMatch(/symbols must be array/);
  expect(judge(endpoint, { ...shown, status: 418, text: failure('x') })).toBe('418 is not documented');
  expect(judge(endpoint, { ...shown, type: 'text/html', text: '<p>' })).toBe(
    '200 as text/html is not documented',
  );
  expect(judge(endpoint, { ...shown, status: 500, text: failure('bug') })).toBe('500 bug');
  expect(judge(endpoint, { ...shown, status: 503, text: failure('cooldown') })).toBe(
    '503 without Retry-After',
  );
  expect(judge(endpoint, { ...shown, status: 403, text: failure('noKey') })).toBeUndefined();
});
