export { watchClockSkew } from './clock-skew.js';
export { waitFor, withDeadline } from './deadline.js';
export { createHttp, type Http, type HttpAnswer, type OnceRequest, type Tally } from './http.js';
export { createLimiter, type Limiter } from './limiter.js';
export { createRenewal } from './renewal.js';
export type { IssuedToken, Renewal } from './renewal-port.js';
export { openSocket, type Socket } from './socket.js';
