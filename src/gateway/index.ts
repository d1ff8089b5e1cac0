export { watchLoopDelay } from './metrics/loop-delay.js';
export { createMeters, type DeskMeters } from './metrics/meters.js';
export type { GatewayParts } from './parts.js';
export { type Gateway, openGateway, type Upgrade } from './server.js';
export { createStream } from './stream/stream.js';
