/** How the page looks: light and dark as the reader's system has it, one column on a phone. */
export const PAGE_CSS = `
:root { --ground: #f3f4f6; --card: #fff; --ink: #16181d; --soft: #5b6270; --line: #d9dce2; --field: #fff;
  --up: #c92a2a; --down: #1a56c4; --good: #1a7f4b; --warning: #a35a00; --bad: #c92a2a; --main: #1f4fbf; --on-main: #fff;
  --said: #dfe8fb; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14161a; --card: #1d2026; --ink: #e8eaee; --soft: #a0a7b4; --line: #343942; --field: #14161a;
    --up: #ff7b7b; --down: #7fb0ff; --good: #5fd39a; --warning: #ffb454; --bad: #ff7b7b; --main: #3b6fe0; --on-main: #fff;
    --said: #24324f; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body { background: var(--ground); color: var(--ink); display: flex; flex-direction: column; height: 100dvh; word-break: keep-all;
  overflow-wrap: anywhere; font: 15px/1.5 system-ui, 'Pretendard', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR',
  'Noto Sans CJK KR', sans-serif; }
button, input { font: inherit; color: inherit; }
button { border: 1px solid var(--line); background: var(--card); border-radius: 8px; padding: 6px 12px; min-height: 36px; cursor: pointer; }
button:hover:enabled { border-color: var(--soft); }
button:disabled { opacity: .5; cursor: default; }
button.primary { background: var(--main); border-color: var(--main); color: var(--on-main); }
button.danger { background: var(--bad); border-color: var(--bad); color: var(--card); }
button[aria-pressed='true'] { background: var(--ink); border-color: var(--ink); color: var(--card); }
input { border: 1px solid var(--line); background: var(--field); border-radius: 8px; padding: 6px 10px; min-height: 38px; min-width: 0; }
:focus-visible { outline: 2px solid var(--main); outline-offset: 2px; }
#talk:focus-visible { outline-offset: -3px; }
h1 { font-size: 20px; margin: 0 0 12px; } h2 { font-size: 15px; margin: 0 0 8px; }
code { background: var(--ground); border-radius: 4px; padding: 1px 4px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
.stamp { border-radius: 6px; padding: 1px 7px; font-size: 12px; font-weight: 700; color: #fff; background: #4b5563; white-space: nowrap; }
.stamp.live { background: #b42318; } .stamp.paper { background: #175cd3; }
.up { color: var(--up); } .down { color: var(--down); }
#head { display: flex; align-items: center; gap: 8px; padding: 6px 14px; border-bottom: 1px solid var(--line); background: var(--card); }
#states { display: flex; flex-wrap: wrap; gap: 2px 14px; list-style: none; margin: 0 auto 0 0; padding: 0; font-size: 13px; color: var(--soft); }
#states li { white-space: nowrap; } #states b { color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; }
#states .good b { color: var(--good); } #states .warning b { color: var(--warning); } #states .bad b { color: var(--bad); }
#head button { min-height: 30px; padding: 2px 10px; font-size: 13px; white-space: nowrap; }
#halts { background: var(--bad); color: var(--card); padding: 6px 14px; font-weight: 600; }
#desk { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 400px); }
main { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
#talk { flex: 1; min-height: 0; overflow-y: auto; padding: 14px; display: flex; flex-direction: column; gap: 10px; overscroll-behavior: contain; }
#talk > :first-child { margin-top: auto; }
.said { align-self: flex-end; max-width: 85%; background: var(--said); border-radius: 14px 14px 4px; padding: 6px 12px; white-space: pre-wrap; }
.card { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: 10px; padding: 10px 14px 12px;
  width: 100%; max-width: 760px; flex: none; }
.card.good { border-left-color: var(--good); } .card.warning { border-left-color: var(--warning); } .card.bad { border-left-color: var(--bad); }
.card h3 { font-size: 15px; margin: 0 0 6px; display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap; }
.card h3 button { margin-left: auto; min-height: 28px; padding: 0 10px; font-size: 13px; font-weight: 400; }
.card p { margin: 6px 0; white-space: pre-wrap; }
.card hr { border: 0; border-top: 1px solid var(--line); margin: 10px 0; }
.card img { max-width: 100%; height: auto; border-radius: 6px; }
.card footer { color: var(--soft); font-size: 12px; margin-top: 8px; }
.card .row { margin-top: 10px; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 6px 16px; margin: 8px 0; }
.fields .wide { grid-column: span 2; } .whole { white-space: nowrap; }
.fields dt { color: var(--soft); font-size: 12.5px; } .fields dd { margin: 0; font-variant-numeric: tabular-nums; font-weight: 600; }
.scroll { overflow-x: auto; margin: 8px 0; position: relative; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 4px 8px; overflow-wrap: break-word; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 500; font-size: 12.5px; white-space: nowrap; }
th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
.right { text-align: right; white-space: nowrap; }
.notice { border-left: 3px solid var(--soft); padding: 2px 0 2px 10px; }
.notice.good { border-color: var(--good); } .notice.warning { border-color: var(--warning); } .notice.bad { border-color: var(--bad); }
.trouble { color: var(--bad); align-self: center; }
#say { display: flex; gap: 8px; padding: 10px 14px max(10px, env(safe-area-inset-bottom)); border-top: 1px solid var(--line); background: var(--card);
  position: relative; }
#line { flex: 1; font-size: 16px; }
#suggestions { position: absolute; left: 14px; right: 14px; bottom: 100%; margin: 0 0 4px; padding: 4px; list-style: none; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; max-height: 40dvh; overflow-y: auto; box-shadow: 0 6px 24px rgb(0 0 0 / .2); }
#suggestions li { padding: 6px 10px; border-radius: 6px; cursor: pointer; }
#suggestions li[aria-selected='true'] { background: var(--said); }
#panel { border-left: 1px solid var(--line); padding: 14px; overflow-y: auto; min-height: 0; }
#panel section + section { margin-top: 20px; }
#chart-form { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
#chart-form button { min-height: 32px; padding: 0 9px; font-size: 13px; } #chart-form input { min-height: 32px; text-transform: uppercase; }
#chart-spans { display: flex; flex-wrap: wrap; gap: 4px; }
#chart { margin-top: 8px; min-height: 24px; } #chart svg { display: block; width: 100%; touch-action: pan-y; }
#chart .line { stroke: var(--line); } #chart text { fill: var(--soft); font-size: 11px; }
#chart .up { fill: var(--up); stroke: var(--up); } #chart .down { fill: var(--down); stroke: var(--down); } #chart .flat { fill: var(--soft); stroke: var(--soft); }
#chart .volume { opacity: .35; stroke: none; } #chart .cross { stroke: var(--soft); stroke-dasharray: 3 3; }
#chart-now { font-size: 13px; font-variant-numeric: tabular-nums; min-height: 40px; margin: 0 0 4px; }
#alerts { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 8px; }
#alerts li { border-left: 3px solid var(--line); padding: 2px 0 2px 10px; font-size: 14px; }
#alerts .good { border-color: var(--good); } #alerts .warning { border-color: var(--warning); } #alerts .bad { border-color: var(--bad); }
#alerts b { display: block; } #alerts p { margin: 0; white-space: pre-wrap; color: var(--soft); } #alerts time { color: var(--soft); font-size: 12px; }
.none { color: var(--soft); font-size: 14px; margin: 4px 0; }
#enter { width: min(480px, 100%); margin: auto; padding: 24px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
#enter label { display: block; margin: 16px 0 6px; font-size: 14px; } #enter input { flex: 1; } #enter-why { font-weight: 600; }
dialog { border: 1px solid var(--line); border-radius: 12px; background: var(--card); color: var(--ink); width: min(420px, calc(100% - 32px)); padding: 18px; }
dialog::backdrop { background: rgb(0 0 0 / .4); }
dialog label { display: block; margin-top: 10px; font-size: 14px; } dialog small { display: block; color: var(--soft); }
dialog input { width: 100%; font-size: 16px; } dialog .row { margin-top: 16px; }
@media (max-width: 900px) {
  #desk { grid-template-columns: minmax(0, 1fr); position: relative; }
  #panel { position: absolute; inset: 0; background: var(--ground); border: 0; z-index: 2; display: none; }
  #panel.open { display: block; }
  #head { padding: 6px 10px; } #talk { padding: 10px; } #say { padding: 8px 10px max(8px, env(safe-area-inset-bottom)); }
  #states { font-size: 12px; gap: 0 10px; } .card { padding: 8px 12px 10px; } .fields { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  th, td { padding: 4px 5px; } table { font-size: 13px; }
}
@media (max-width: 600px) {
  .folds thead { position: absolute; clip-path: inset(50%); }
  .folds tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2px 14px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .folds td { border: 0; padding: 0; display: flex; justify-content: space-between; gap: 8px; }
  .folds td::before { content: attr(data-label); color: var(--soft); font-size: 12px; white-space: nowrap; }
  .folds td:first-child { grid-column: 1 / -1; display: block; font-weight: 600; font-size: 14px; } .folds td:first-child::before { content: none; }
}
@media (min-width: 901px) { #panel-button { display: none; } }
`;
