export type { Job } from './job.js';
export { type Jobs, startJobs } from './jobs.js';
