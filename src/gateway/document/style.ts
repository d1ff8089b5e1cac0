/** The page's own style: light and dark, readable at the width of a phone, where wide tables scroll by themselves. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --pale: #5b6577; --line: #d8dde6; --paper: #fff; --soft: #f4f6f9; --mark: #b45309; --link: #1d4ed8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --pale: #9aa4b5; --line: #333b49; --paper: #12161d; --soft: #1b212b; --mark: #fbbf24; --link: #93b4ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--ink); background: var(--paper); font: 16px/1.6 system-ui, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 2.5rem 0 .25rem; padding-top: .5rem; border-top: 2px solid var(--line); font-size: 1.25rem; }
h3 { margin: 0; font-size: 1rem; font-weight: 600; }
h4 { margin: .9rem 0 .25rem; font-size: .85rem; color: var(--pale); }
a { color: var(--link); }
code, pre { font: .85em/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
pre { margin: 0; padding: .6rem .8rem; background: var(--soft); border-radius: 6px; white-space: pre-wrap; }
.pale { color: var(--pale); }
.warning { border-left: 4px solid var(--mark); padding-left: .8rem; }
.endpoint { margin: 1rem 0; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 8px; }
.address { margin: .2rem 0; }
.method { display: inline-block; min-width: 3.6em; font-weight: 700; text-transform: uppercase; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .25rem .6rem .25rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: normal; }
th { border-top: 0; font-weight: 600; color: var(--pale); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .5rem 0; padding: 0; list-style: none; }
`;
