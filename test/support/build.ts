import { execFileSync } from 'node:child_process';

/** Vitest's global set-up: tests of the built program run the sources as they are now. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
