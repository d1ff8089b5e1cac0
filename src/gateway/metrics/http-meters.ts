import { Counter, Histogram, type Registry } from 'prom-client';
import { bounded } from './bounded.js';

/** Seconds. */
const BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10, 30];

/** Method and pattern; no address that was asked for has braces in the place of what it names. */
const ENDPOINT = /^[A-Z]{3,7} [!-~]{1,120}$/;
const STATUS = /^[1-5][0-9]{2}$/;

/** Counts answers of the gateway. */
export function httpMeters(registry: Registry): (endpoint: string, status: number, ms: number) => void {
  const endpointOf = bounded(ENDPOINT, 80);
  const statusOf = bounded(STATUS, 30);
  const requests = new Counter({
    name: 'desk_http_requests_total',
    help: 'Answers of the gateway, by method and pattern, and status.',
    labelNames: ['endpoint', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'desk_http_request_seconds',
    help: 'How long answers of the gateway took.',
    labelNames: ['endpoint'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return (name, status, ms) => {
    const endpoint = endpointOf(name);
    requests.inc({ endpoint, status: statusOf(String(status)) });
    seconds.observe({ endpoint }, ms / 1_000);
  };
}
