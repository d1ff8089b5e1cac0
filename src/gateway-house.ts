import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from '../commands/index.js';
import { oneOfEach } from './account-house.js';
import type { Config } from './config.js';
import {
  type AuditTrail,
  asDeskError,
  type Brokers,
  type ChatPlatform,
  type Clock,
  DeskError,
  type DeskReads,
  type Dispatcher,
  LOCAL_PROGRAM,
  type Log,
  type NewsWire,
  type Principal,
  type ProxiedService,
  type Tell,
  type TokenStatus,
  type WebChat,
  type WebLink,
} from './core/index.js';
import {
  type Accounts,
  configuredKeys,
  createKeys,
  createNewsWire,
  createRemoteOrders,
  explainPlainly,
  type Keys,
  type Members,
  newReference,
  type StepUpDesk,
  type TradeDesk,
} from './desk/index.js';
import type { DeskMeters } from './gateway/index.js';
import type { GatewayConfig } from './gateway-config.js';
import { readinessOf } from './readiness.js';
import type { Store } from './store/index.js';
import type { Symbols } from './symbols/index.js';

/** What programs and browsers meet first. Keys exist whether or not the gateway is on, so that they can be made before. */
export interface Frontage {
  readonly keys: Keys;
  readonly news: NewsWire;
  /** Whoever stands at `key:<id>` or `page:<session>` now. */
  visitor(userId: string): Principal | undefined;
  /** Throws `notOffered` where the gateway is off. */
  webLink(who: Principal): WebLink;
  /** undefined where the gateway is off. */
  readonly gatehouse: Gatehouse | undefined;
}

/** The gateway's rooms, loaded only where it is on. */
export interface Gatehouse {
  readonly meters: DeskMeters;
  /** The chat of the browsers, to stand beside the other platforms. */
  openChat(dispatcher: Dispatcher): WebChat;
  /** Listens when it resolves; what it resolves to ends it. Throws DeskError. */
  open(rest: GatewayRest): Promise<() => Promise<void>>;
}

export interface GatewayRest {
  readonly version: string;
  readonly brokers: Brokers;
  readonly accounts: Accounts;
  readonly stepUp: StepUpDesk;
  readonly symbols: Symbols;
  readonly desk: DeskReads;
  readonly dispatcher: Dispatcher;
  readonly trade: TradeDesk;
  readonly platforms: readonly ChatPlatform[];
  readonly audit: AuditTrail;
  isStopping(): boolean;
}

interface Surroundings {
  readonly config: Config;
  readonly store: Store;
  readonly members: Members;
  readonly tell: Tell;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly log: Log;
}

/** Modules of the page, compiled beside this one. */
const PAGE_DIRECTORY = fileURLToPath(new URL('web', import.meta.url));

/** `state`: of the desk and its token, read late. Throws where the gateway is on and nobody has a key. */
export async function startFrontage(
  around: Surroundings,
  state: { readonly version: string; status: DeskReads['status']; token(): TokenStatus },
): Promise<Frontage> {
  const { config, store, members, tell, audit, clock, log } = around;
  const { language, stamp, gateway } = config;
  const news = createNewsWire(log);
  const keys = createKeys({
    store: store.apiKeys,
    configured: gateway ? configuredKeys(gateway) : [],
    members,
    stamp,
    clock,
    random: randomBytes,
    language,
    tell,
    audit,
  });
  if (gateway) requireSomeKey(gateway, keys);
  let chat: WebChat | undefined;
  const gatehouse = gateway && (await openGatehouse(gateway, { ...around, keys, news }, state));
  return {
    keys,
    news,
    visitor(userId) {
      if (!userId.startsWith('key:')) return chat?.find(userId);
      const id = userId.slice('key:'.length);
      return id === LOCAL_PROGRAM.byKey?.id && gateway && !gateway.requireKey
        ? LOCAL_PROGRAM
        : keys.principalOf(id);
    },
    webLink(who) {
      if (!chat) throw new DeskError('notOffered', 'the gateway is off', { what: 'gateway' });
      return chat.link(who);
    },
    gatehouse: gatehouse && {
      ...gatehouse,
      openChat(dispatcher) {
        chat = gatehouse.openChat(dispatcher);
        return chat;
      },
    },
  };
}

/** Without any good key nobody could come in, and what asks for none is to be said in so many words. */
function requireSomeKey({ requireKey }: GatewayConfig, keys: Keys): void {
  const all = keys.controlFor({ id: 'desk', name: 'desk' }).list();
  if (!requireKey || all.some(({ state }) => state === 'good')) return;
  throw new DeskError('input', 'the gateway has no keys', { problem: 'noKeys' });
}

async function openGatehouse(
  gateway: GatewayConfig,
  around: Surroundings & { readonly keys: Keys; readonly news: NewsWire },
  state: Parameters<typeof startFrontage>[1],
): Promise<Gatehouse> {
  const { config, store, members, tell, clock, log, keys, news } = around;
  const { language, stamp } = config;
  const [rooms, { createWebChat }] = await Promise.all([
    import('./gateway/index.js'),
    import('./chat/web/index.js'),
  ]);
  const loop = rooms.watchLoopDelay();
  const meters = rooms.createMeters({ clock, stamp, loop, ...state });
  let web: WebChat | undefined;

  return {
    meters,
    openChat(dispatcher) {
      const { url } = gateway;
      web = createWebChat({
        commands: COMMANDS,
        dispatcher,
        members,
        keys,
        news,
        url,
        language,
        clock,
        random: randomBytes,
      });
      return web;
    },
    async open({ brokers, accounts, symbols, dispatcher, trade, platforms, desk, version, audit, ...rest }) {
      if (!web) throw new DeskError('bug', 'the chat of the browsers comes first');
      const { tls, ...settings } = gateway;
      // A program may ask for any of them, from the first request on.
      await Promise.all(oneOfEach(accounts).map(account => brokers.ready(account)));
      const orders = createRemoteOrders({
        ...{ trade, once: store.once, keys, audit, platforms, clock, log, language, stamp },
      });
      trade.onChange((ticket, owner) => news.tell({ kind: 'ticket', at: clock.now(), owner, ticket }));
      const parts = {
        settings: { ...settings, tls: tls && (await readTls(tls)) },
        ...{ version, stamp, language, keys, desk, news, web, meters, tell, dispatcher, orders },
        ...{ commands: COMMANDS, audit, clock, log, random: randomBytes },
        accounts,
        entries: accounts.entries,
        stepUp: rest.stepUp,
        lineOf: brokers.of,
        market: brokers.market,
        proxied: proxiedOf(accounts, brokers),
        activity: store.activity,
        searchSymbols: symbols.suggest,
        shelf: store.shelf,
        usage: store.usage,
        auditReads: store.auditReads,
        readiness: () => readinessOf(desk.status(), desk.tokenStatus(), rest.isStopping()),
        explain: (error: DeskError, reference: string) => explainPlainly(error, clock.now(), reference),
        newReference: () => newReference(randomBytes),
        pageDirectory: PAGE_DIRECTORY,
      };
      const opened = await rooms.openGateway(parts, [rooms.createStream(parts)]);
      log('info', 'gateway open', { to: opened.url });
      const { stop } = web;
      return async () => {
        // The pages hear that it is over before their line is cut.
        await stop();
        orders.stop();
        loop.stop();
        await opened.close();
      };
    },
  };
}

async function readTls({ certFile, keyFile }: { readonly certFile: string; readonly keyFile: string }) {
  try {
    const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
    return { cert, key };
  } catch (thrown) {
    const { message } = asDeskError(thrown);
    throw new DeskError('input', `the TLS files cannot be read: ${message}`, { problem: 'tls' });
  }
}

/** The services that programs may read, of every environment of which the desk has an account. */
function proxiedOf(accounts: Accounts, brokers: Brokers): readonly ProxiedService[] {
  const byPath = new Map<string, ProxiedService>();
  for (const account of oneOfEach(accounts)) {
    for (const service of brokers.of(account).proxy.services) {
      const known = byPath.get(service.path);
      const trIds = [...new Set([...(known?.trIds ?? []), ...service.trIds])];
      byPath.set(service.path, { ...service, trIds });
    }
  }
  return [...byPath.values()];
}
