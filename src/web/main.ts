import { createAlerts } from './alerts.js';
import { stopAsking } from './ask.js';
import { createChart } from './chart.js';
import { part } from './element.js';
import { createEntryForm } from './entry-form.js';
import { createHeader } from './header.js';
import { createInput } from './input.js';
import { act, look, Refusal } from './server.js';
import { createTalk } from './talk.js';
import type { Entry, State } from './wire.js';
import { say } from './words.js';

const OVER = say('세션이 끝났습니다. 다시 들어오세요.', 'The session is over. Please enter again.');
const AGAIN_MS = 3_000;
/** As wide as a page must be for the panel to stand beside the conversation. */
const WIDE = matchMedia('(min-width: 901px)');

const head = part('head', HTMLElement);
const desk = part('desk', HTMLElement);
const panel = part('panel', HTMLElement);
const panelButton = part('panel-button', HTMLButtonElement);
const talkPlace = part('talk', HTMLElement);

const header = createHeader();
const alerts = createAlerts();
const chart = createChart();
const entry = createEntryForm(() => void open());
const talk = createTalk({
  changed: put,
  failed,
  chart(code) {
    openPanel(true);
    chart.show(code);
  },
  priced(code) {
    if (WIDE.matches && !isLoading) chart.show(code);
  },
});
const input = createInput(async text => {
  try {
    const { entries } = await act<{ entries: Entry[] }>('/console/say', { text });
    put(entries);
    return true;
  } catch (thrown) {
    failed(thrown);
    return false;
  }
});

let events: EventSource | undefined;
/** Of several attempts to open the conversation the latest counts. */
let turn = 0;
/** Whose conversation stands on the screen. */
let shown = '';
/** The conversation so far is being put there: nothing of it has just happened. */
let isLoading = true;

function put(entries: readonly Entry[]): void {
  for (const one of entries) {
    if (one.kind === 'alert') alerts.put(one);
    else talk.put(one);
  }
}

function openPanel(isOpen: boolean): void {
  panel.classList.toggle('open', isOpen);
  panelButton.setAttribute('aria-expanded', String(isOpen));
}

/** A session that is over shows at whatever is asked next. */
function failed(thrown: unknown): void {
  talk.trouble(thrown instanceof Error ? thrown.message : String(thrown));
  if (isTurnedAway(thrown)) void open(OVER);
}

/** Nothing of a conversation that is over stays on the screen. */
function clear(): void {
  hangUp();
  header.clear();
  talk.clear();
  alerts.clear();
  chart.clear();
  openPanel(false);
  stopAsking();
}

const isTurnedAway = (thrown: unknown) =>
  thrown instanceof Refusal && (thrown.status === 403 || thrown.status === 429);

function close(why: string): void {
  clear();
  for (const one of [head, desk, part('halts', HTMLElement)]) one.hidden = true;
  entry.show(why);
}

/** Shows the conversation if there is a session, else the way in. While the server is away it goes on trying. */
async function open(why = ''): Promise<void> {
  hangUp();
  turn += 1;
  const mine = turn;
  let state: State;
  try {
    state = await look<State>('/console/state');
  } catch (thrown) {
    if (mine !== turn) return;
    if (isTurnedAway(thrown)) return close(why);
    header.connection('lost');
    setTimeout(() => mine === turn && void open(why), AGAIN_MS);
    return;
  }
  if (mine !== turn) return;
  // Another session has another conversation.
  if (state.session !== shown) clear();
  shown = state.session;
  header.show(state);
  entry.hide();
  for (const one of [head, desk]) one.hidden = false;
  listen();
  input.focus();
}

function hangUp(): void {
  events?.close();
  events = undefined;
}

/** The browser comes back by itself after an interruption; when it is turned away, we look why. */
function listen(): void {
  const source = new EventSource('/console/events');
  events = source;
  isLoading = true;
  talkPlace.setAttribute('aria-busy', 'true');
  source.addEventListener('open', () => header.connection('connected'));
  source.addEventListener('entries', ({ data }) => {
    const { entries }: { readonly entries: readonly Entry[] } = JSON.parse(data);
    put(entries);
  });
  source.addEventListener('state', ({ data }) => {
    const state: State = JSON.parse(data);
    header.show(state);
    // The conversation so far comes before the first state.
    isLoading = false;
    talkPlace.removeAttribute('aria-busy');
  });
  source.addEventListener('over', () => {
    clear();
    void open(OVER);
  });
  source.addEventListener('error', () => {
    if (events !== source) return;
    header.connection('lost');
    if (source.readyState !== EventSource.CLOSED) return;
    void open(OVER);
  });
}

panelButton.addEventListener('click', () => openPanel(!panel.classList.contains('open')));
panel.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || WIDE.matches) return;
  openPanel(false);
  panelButton.focus();
});
part('leave', HTMLButtonElement).addEventListener('click', () => {
  const over = say('나왔습니다.', 'You have left.');
  act('/console/leave').then(() => close(over), failed);
});

/** The code of a link leaves the address bar before it is spent, so that no history and no reload keeps it. */
async function begin(): Promise<void> {
  const code = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  if (code !== '') {
    hangUp();
    await entry.useCode(code);
  }
  await open();
}

addEventListener('hashchange', () => void begin());
void begin();
