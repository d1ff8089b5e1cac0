/** Without what joins their words. `AUTH` and `KEYB` are KIS's own and mean something else. */
const NAMES: ReadonlySet<string> = new Set([
  'accesstoken',
  'apikey',
  'appkey',
  'appsecret',
  'authorization',
  'backendapikey',
  'key',
  'password',
  'secret',
  'secretkey',
  'syncapikey',
  'synckey',
  'token',
  'xapikey',
  'xsynckey',
]);
const KEY = /kco_[A-Za-z0-9_-]{43}/;

/** Whether an address carries a key: addresses stand in the logs of browsers, proxies and shells. */
export function hasKeyInQuery(target: string): boolean {
  const from = target.indexOf('?');
  if (from < 0) return false;
  for (const [name, value] of new URLSearchParams(target.slice(from + 1))) {
    if (NAMES.has(name.toLowerCase().replace(/[^a-z]/g, '')) || KEY.test(value) || KEY.test(name))
      return true;
  }
  return false;
}

/** Whether a text holds a key of ours, which is no text to log or to give back. */
export function holdsKey(text: string): boolean {
  return KEY.test(text);
}
