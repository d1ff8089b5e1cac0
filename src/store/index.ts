export { openAuditReads } from './audit-reads.js';
export { storageAdvice } from './storage-advice.js';
export { openStore, type Store } from './store.js';
