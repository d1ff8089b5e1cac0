import { blockElement } from './blocks.js';
import { cellText } from './cells.js';
import { buttonOf, element } from './element.js';
import type { Button, Reply } from './wire.js';
import { say } from './words.js';

export interface CardActs {
  press(card: HTMLElement, button: Button): void;
  chart(code: string): void;
}

const STAMPS = {
  live: say('실전', 'LIVE'),
  paper: say('모의', 'PAPER'),
  demo: say('데모', 'DEMO'),
};

/** A reply as a card. */
export function cardElement(reply: Reply, acts: CardActs): HTMLElement {
  const card = element('article', `card ${reply.tone}`);
  const title = element(
    'h3',
    '',
    element('span', `stamp ${reply.stamp}`, STAMPS[reply.stamp]),
    element('span', '', reply.title),
  );
  const code = issueOf(reply);
  if (code !== undefined) {
    const chart = buttonOf(say('차트', 'Chart'), '', () => acts.chart(code));
    chart.setAttribute('aria-label', say(`차트 ${code}`, `Chart of ${code}`));
    title.append(chart);
  }
  card.tabIndex = -1;
  card.append(title, ...reply.blocks.map(block => blockElement(block, button => acts.press(card, button))));
  if (reply.footer !== undefined) card.append(element('footer', '', reply.footer));
  return card;
}

const CODE = /(?:^|[\s(])((?:[0-9][0-9A-Z]{5}|Q[0-9]{6}))(?=$|[\s)·,])/;

/** The one issue that a card is about: its code stands in the title, or in a field of its own. */
function issueOf({ title, blocks }: Reply): string | undefined {
  const fields = blocks.flatMap(block => (block.kind === 'fields' ? block.fields : []));
  const issue = fields.find(({ label }) => label === say('종목', 'Symbol'));
  return [title, issue ? cellText(issue.value) : ''].flatMap(text => CODE.exec(text)?.[1] ?? [])[0];
}

/** The price of an issue: `삼성전자 005930 · KOSPI`. */
export function pricedIssue(reply: Reply): string | undefined {
  return / · (?:KOSPI|KOSDAQ|KONEX)$/.test(reply.title) ? issueOf(reply) : undefined;
}
