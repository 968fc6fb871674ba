import { colourProperties } from './state-colours.js';

/** The style sheet of the swim-lane page, for light and for dark. */
export function lanePageStyle(): string {
  const { light, dark } = colourProperties();
  return `
:root{${light};--ground:#fff;--ink:#1b1f24;--quiet:#59636e;--grid:#dde1e6;--edge:#0000004d;--series:#4b79a8;--focus:#0b57d0;--button:#f2f4f7;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{${dark};--ground:#15181c;--ink:#f1f3f5;--quiet:#a5adb7;--grid:#343b43;--edge:#ffffff4d;--series:#7fa8d4;--focus:#8ab4ff;--button:#262c33}}
body{margin:1rem 1.25rem 3rem;background:var(--ground);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
h1{font-size:1.25rem;margin:0}p{margin:.4rem 0}.quiet,caption{color:var(--quiet)}
.controls{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center;margin:.6rem 0}
fieldset{display:inline-flex;gap:.8rem;border:1px solid var(--grid);border-radius:6px;padding:.15rem .7rem;margin:0 .6rem 0 0}
fieldset legend{font-size:.8rem;color:var(--quiet);padding:0 .3rem}
button{font:inherit;color:inherit;background:var(--button);border:1px solid var(--grid);border-radius:6px;padding:.2rem .7rem;min-width:2.2rem;cursor:pointer}
:focus-visible{outline:3px solid var(--focus);outline-offset:1px}
.legend dl{margin:.4rem 0;max-height:14rem;overflow:auto}.legend div{display:flex;gap:.8rem;align-items:baseline}
dt{flex:0 0 9rem;font-weight:600;overflow-wrap:anywhere}dd{margin:0}
.legend ul{display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:0;padding:0;list-style:none;font-size:.87rem}
.chip{display:inline-block;width:.95em;height:.95em;border:1px solid var(--edge);border-radius:3px;margin-right:.35em;vertical-align:-.1em}
#lanes{position:relative;overflow-y:auto;overflow-x:hidden;border:1px solid var(--grid);border-radius:4px}
#canvas{position:sticky;top:0;display:block;touch-action:pan-y;cursor:crosshair}#spacer{position:absolute;top:0;left:0;width:1px;pointer-events:none}
#series{display:block;margin:0 1px}
#details{min-height:3em;padding:.4rem .7rem;border-left:4px solid var(--focus);background:var(--button);overflow-wrap:anywhere}
#keys{font-size:.85rem}kbd{font:inherit;border:1px solid var(--grid);border-radius:4px;padding:0 .3em}
#tip{position:fixed;max-width:340px;padding:.35rem .6rem;background:var(--ink);color:var(--ground);border-radius:6px;font-size:.83rem;pointer-events:none;overflow-wrap:anywhere;z-index:1}
#tip[hidden]{display:none}
@media(max-width:40rem){.legend div{display:block}}
summary{cursor:pointer;margin:.5rem 0;font-weight:600}
table{border-collapse:collapse;font-size:.87rem}caption{text-align:left;padding:.2rem 0}
th,td{text-align:left;padding:.15rem .7rem;border-bottom:1px solid var(--grid);vertical-align:top;overflow-wrap:anywhere;max-width:28rem}
td{min-width:6rem}.scroll{overflow-x:auto}
tbody th{font-weight:500}#steps th{white-space:nowrap}.number{text-align:right;font-variant-numeric:tabular-nums}
`;
}
