import { type Language, type Stamp, stampLabel } from '../../core/index.js';

/** The page before anything has been said in it. Everything else is put there by its script. */
export function pageHtml(language: Language, stamp: Stamp): string {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const label = stampLabel(stamp, language);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${say('웹 콘솔', 'Web console')} · kis-chatops [${label}]</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page.css">
<script type="module" src="main.js"></script>
</head>
<body data-stamp="${stamp}">
<noscript>${say('이 화면에는 자바스크립트가 필요합니다.', 'This page needs JavaScript.')}</noscript>
<header id="head" hidden>
<b class="stamp ${stamp}">${label}</b>
<ul id="states" aria-label="${say('현재 상태', 'State')}"></ul>
<button id="panel-button" type="button" aria-controls="panel" aria-expanded="false">${say('차트·알림', 'Chart, alerts')}</button>
<button id="leave" type="button">${say('나가기', 'Leave')}</button>
</header>
<div id="halts" role="alert" hidden></div>
<div id="desk" hidden>
<main>
<div id="talk" role="log" aria-live="polite" aria-label="${say('대화', 'Conversation')}" tabindex="0"></div>
<form id="say" autocomplete="off">
<ul id="suggestions" role="listbox" aria-label="${say('자동 완성', 'Completion')}" hidden></ul>
<label class="unseen" for="line">${say('명령', 'Command')}</label>
<input id="line" type="text" maxlength="1000" spellcheck="false" autocapitalize="off" enterkeyhint="send"
 role="combobox" aria-expanded="false" aria-controls="suggestions" aria-autocomplete="list"
 placeholder="${say('명령을 입력하세요. 예: /잔고, 삼전 10주 7만 매수', 'Type a command, e.g. /balance')}">
<button type="submit" class="primary">${say('보내기', 'Send')}</button>
</form>
</main>
<aside id="panel" aria-label="${say('차트와 알림', 'Chart and alerts')}">
<section>
<h2>${say('차트', 'Chart')}</h2>
<form id="chart-form">
<label class="unseen" for="chart-code">${say('종목 코드', 'Code')}</label>
<input id="chart-code" maxlength="7" size="8" spellcheck="false" autocapitalize="characters" placeholder="005930">
<button type="submit">${say('보기', 'Show')}</button>
<span id="chart-spans" role="group" aria-label="${say('기간', 'Period')}"></span>
</form>
<div id="chart"></div>
</section>
<section>
<h2>${say('알림', 'Alerts')}</h2>
<ol id="alerts" role="log" aria-live="polite"></ol>
</section>
</aside>
</div>
<form id="enter" hidden>
<h1><b class="stamp ${stamp}">${label}</b> ${say('웹 콘솔', 'Web console')}</h1>
<p id="enter-why" role="status"></p>
<p>${say(
    '채팅(Discord, Telegram)이나 터미널에서 <code>/web</code> 을 보내면 한 번 쓸 수 있는 링크를 받습니다. 그 링크로 들어오면 주문 확인까지 할 수 있습니다.',
    'Send <code>/web</code> in Discord, Telegram or the terminal for a one-time link. Whoever comes by it can confirm orders, too.',
  )}</p>
<label for="key">${say('API 키로 들어오기 (조회만 하고, 주문 확인은 할 수 없습니다)', 'Enter with an API key (it confirms no orders)')}</label>
<div class="row"><input id="key" type="password" maxlength="200" autocomplete="off" spellcheck="false">
<button type="submit" class="primary">${say('들어가기', 'Enter')}</button></div>
</form>
<dialog id="ask" aria-labelledby="ask-title">
<form method="dialog">
<h2 id="ask-title"></h2>
<div id="ask-fields"></div>
<div class="row"><button type="submit" value="send" class="primary">${say('계속', 'Continue')}</button>
<button type="submit" value="stop" formnovalidate>${say('그만두기', 'Give up')}</button></div>
</form>
</dialog>
</body>
</html>
`;
}
