import { defineConfig } from 'vitest/config';

// CI needs the runner's own counts, so there it also writes them to a file (see .ci/run).
const counts = process.env['VITEST_COUNTS_FILE'];

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    pool: 'forks',
    // One core less than there are, the default, leaves half of a small machine idle.
    maxWorkers: '100%',
    // No module of ours holds state, so files of one worker may share them; loading all of them anew for each of 350
    // files took a third of the time.
    isolate: false,
    testTimeout: 20_000,
    reporters: counts ? ['default', ['json', { outputFile: counts }]] : ['default'],
  },
});
