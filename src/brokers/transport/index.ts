export { onAbort, timedOut, waitFor, withDeadline } from './deadline.js';
export {
  createHttp,
  type Http,
  type HttpAnswer,
  type HttpResult,
  type ReadRequest,
  type Tally,
} from './http.js';
export { createLimiter, type Limiter } from './limiter.js';
export { createRenewal, type IssuedToken, type Renewal } from './renewal.js';
