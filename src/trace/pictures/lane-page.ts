import type { TraceSink } from '../trace-format.js';
import { markupText, scriptJson } from './markup.js';
import { type AxisKind, firstAxis, timeText } from './page/axis.js';
import type { LaneData, LaneGroup } from './page/lane-data.js';
import { COLOURS } from './state-colours.js';
import { lanePageStyle } from './lane-page-style.js';
import { stateTimes } from './state-times.js';

/** More rows than these are left out of the table of times, and it is said how many. */
const MOST_TABLE_ROWS = 500;

/**
 * Writes a swim-lane chart as one page of HTML, which needs no network: a lane for each actor with its states over
 * time, series below, and the same as tables.
 *
 * @param program - what runs in the page
 */
export function drawLanePage(data: LaneData, program: string, sink: TraceSink): void {
  const last = data.first + data.times.length - 1;
  const title = `${data.system}: steps ${data.first} to ${last}`;
  sink('<!doctype html>');
  sink('<html lang="en">');
  sink('<head>');
  sink('<meta charset="utf-8">');
  sink('<meta name="viewport" content="width=device-width,initial-scale=1">');
  sink(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline';script-src 'unsafe-inline'">`,
  );
  sink(`<title>${markupText(title)}</title>`);
  sink(`<style>${lanePageStyle()}</style>`);
  sink('</head>');
  sink('<body>');
  sink(`<h1>${markupText(title)}</h1>`);
  sink(`<p>${markupText(summaryOf(data))}</p>`);
  sink(controls(firstAxis(data)));
  sink(legend(data.groups));
  sink(chart());
  sink(timesTable(data));
  sink(stepsTable());
  sink(`<script type="application/json" id="data">${scriptJson(data)}</script>`);
  sink(`<script type="module">\n${program}</script>`);
  sink('</body>');
  sink('</html>');
}

function summaryOf({ actors, times, end }: LaneData): string {
  const from = times[0] ?? 0;
  return `${actors.length} actors, ${times.length} steps, ${timeText(from)} to ${timeText(end)}.`;
}

function controls(first: AxisKind): string {
  const axis = (kind: AxisKind, label: string): string =>
    `<label><input type="radio" name="axis" value="${kind}"${kind === first ? ' checked' : ''}> ${label}</label>`;
  const button = (deed: string, sign: string, label: string): string =>
    `<button type="button" data-do="${deed}" aria-label="${label}" title="${label}">${sign}</button>`;
  return `<div class="controls" role="group" aria-label="View">
<fieldset><legend>Left to right</legend>
${axis('time', 'time')}
${axis('step', 'steps')}</fieldset>
${button('earlier', '←', 'Earlier')}${button('later', '→', 'Later')}
${button('nearer', '+', 'Zoom in')}${button('farther', '−', 'Zoom out')}
<button type="button" data-do="fit">All</button>
</div>`;
}

function legend(groups: readonly LaneGroup[]): string {
  const lines = groups.map(({ name, states }) => {
    const chips = states.map(
      (state, index) =>
        `<li><span class="chip" style="background:var(--state-${index % COLOURS})"></span>${markupText(state, 60)}</li>`,
    );
    return `<div><dt>${markupText(name, 60)}</dt><dd><ul>${chips.join('')}</ul></dd></div>`;
  });
  return `<details class="legend" open><summary>States and their colours</summary><dl tabindex="0" aria-label="States and their colours">${lines.join('')}</dl></details>`;
}

function chart(): string {
  return `<section aria-label="Chart">
<div id="lanes" tabindex="0" role="application" aria-roledescription="swim-lane chart" aria-label="Lanes of the actors" aria-describedby="keys details">
<canvas id="canvas" aria-hidden="true"></canvas><div id="spacer"></div></div>
<canvas id="series" aria-hidden="true"></canvas>
<p id="details" role="status" aria-live="polite" dir="auto">Choose a state in the chart to read of it here.</p>
<p id="keys" class="quiet">With the chart in focus: <kbd>↑</kbd> <kbd>↓</kbd> lane, <kbd>←</kbd> <kbd>→</kbd> state, <kbd>Home</kbd> <kbd>End</kbd> first and last state, <kbd>+</kbd> <kbd>−</kbd> zoom, <kbd>Shift</kbd> with <kbd>←</kbd> <kbd>→</kbd> move, <kbd>0</kbd> all, <kbd>Enter</kbd> fold or unfold a group. Mouse: drag to move, <kbd>Ctrl</kbd> with the wheel to zoom, click to choose. On the axis of time, a state that lasts no time has no width; on the axis of steps, each step has.</p>
<div id="tip" role="presentation" aria-hidden="true" hidden></div>
</section>`;
}

function timesTable(data: LaneData): string {
  const all = stateTimes(data);
  const rows = all
    .slice(0, MOST_TABLE_ROWS)
    .map(
      ({ who, state, times, total, share }) =>
        `<tr><th scope="row" dir="auto">${markupText(who)}</th><td dir="auto">${markupText(state)}</td><td class="number">${times}</td><td class="number">${timeText(total)}</td><td class="number">${Math.round(100 * share)} %</td></tr>`,
    );
  const left = all.length - rows.length;
  const rest = left === 0 ? '' : `<p>${left} more rows are left out.</p>`;
  return `<details><summary>Table: how long each actor was in which state</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Times in each state"><table><caption>Times in each state</caption><thead><tr><th scope="col">Actor</th><th scope="col">State</th><th scope="col" class="number">Entered</th><th scope="col" class="number">Together</th><th scope="col" class="number">Share</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>${rest}</details>`;
}

function stepsTable(): string {
  const columns = ['Step', 'Time', 'From', 'To', 'Event', 'Change', 'Caused by'];
  const turns = ['first', 'back', 'next', 'last'].map(
    (turn) =>
      `<button type="button" data-turn="${turn}">${turn === 'back' ? 'Back' : turn === 'next' ? 'Next' : turn === 'first' ? 'First' : 'Last'}</button>`,
  );
  return `<details id="steps"><summary>Table: the steps</summary>
<div class="controls" role="group" aria-label="Pages of the table">${turns.join('')}<span role="status"></span></div>
<div class="scroll" tabindex="0" role="region" aria-label="Steps"><table><caption>Steps</caption><thead><tr>${columns.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody></tbody></table></div></details>`;
}
