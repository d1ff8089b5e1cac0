import { COMMANDS } from '../../../commands/index.js';
import { createWebChat } from '../../../src/chat/web/index.js';
import type { Dispatcher, Principal } from '../../../src/core/index.js';
import { codeOf, FATHER } from '../../chat/web/rig.js';
import { handMadeDesk } from '../../support/desk.js';
import { card, type FakeDesk, fakeDesk } from '../../support/fake-desk.js';
import { type GatewayOverrides, testGatewayParts } from '../../support/gateway-parts.js';
import { type GatewayRig, openGatewayRig, type RigAnswer } from '../../support/gateway-rig.js';

export interface ConsoleRig extends GatewayRig {
  readonly desk: FakeDesk;
  readonly people: Map<string, Principal>;
  readonly keyPeople: Map<string, Principal>;
  /** A code that opens the console as this person. */
  code(who?: Principal): string;
  /** Enters and gives the cookie as a browser sends it. */
  cookie(who?: Principal): Promise<string>;
  /** As the page itself sends it. */
  act(path: string, body: unknown, headers?: Record<string, string>): Promise<RigAnswer>;
}

/** A real gateway with the real room behind it; the desk answers as told. */
export async function consoleRig(
  answer: Parameters<typeof fakeDesk>[0] = () => ({ kind: 'reply', reply: card(), placement: 'new' }),
  overrides: GatewayOverrides = {},
): Promise<ConsoleRig> {
  const desk = fakeDesk(answer);
  const dispatcher: Dispatcher = desk;
  const people = new Map([[FATHER.id, FATHER]]);
  const keyPeople = new Map<string, Principal>();
  const { settings, news, clock, random } = testGatewayParts(overrides);
  const web = createWebChat({
    commands: COMMANDS,
    dispatcher,
    members: { find: (platform, userId) => people.get(`${platform}:${userId}`) },
    keys: { principalOf: id => keyPeople.get(id) },
    news,
    url: settings.url,
    language: 'ko',
    clock,
    random,
  });
  const parts = { dispatcher, web, news, clock, desk: handMadeDesk(), ...overrides };
  const rig = await openGatewayRig(parts);
  const own = { 'x-desk': '1', origin: rig.url };
  const code = (who = FATHER) => codeOf(web.link(who).url);
  return {
    ...rig,
    desk,
    people,
    keyPeople,
    code,
    act: (path, body, headers) => rig.send('POST', path, body, { ...own, ...headers }),
    async cookie(who) {
      const { headers } = await rig.send('POST', '/console/enter', { code: code(who) }, own);
      return (headers['set-cookie'] ?? '').split(';')[0] ?? '';
    },
  };
}
