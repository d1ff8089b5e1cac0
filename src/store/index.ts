export { openAccountsAlone } from './accounts-alone.js';
export { openAuditReads } from './audit-reads.js';
export { writeBackup } from './backup.js';
export { isFresh, readHeartbeat, startHeartbeat } from './heartbeat.js';
export { inspectStore, type StoreInspection } from './inspect.js';
export { openKeysAlone } from './keys-alone.js';
export { restoreBackup } from './restore.js';
export { storageAdvice } from './storage-advice.js';
export { openStore, type Store } from './store.js';
