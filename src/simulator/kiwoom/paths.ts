export const TOKEN_PATH = '/oauth2/token';
export const REVOKE_PATH = '/oauth2/revoke';

/** Whether a request is one for this face. */
export function isKiwoomPath(path: string): boolean {
  return path.startsWith('/api/dostk/') || path === TOKEN_PATH || path === REVOKE_PATH;
}
