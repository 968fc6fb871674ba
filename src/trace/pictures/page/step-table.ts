import { timeText } from './axis.js';
import { actorName } from './describe.js';
import type { LaneData } from './lane-data.js';

/** So many steps are in the table at once. */
const PAGE = 100;

/** Fills the table of steps with a hundred of them at a time, and lets its buttons leaf through the rest. */
export function createStepTable(data: LaneData, root: HTMLElement): { show(position: number): void } {
  const body = root.querySelector('tbody') as HTMLTableSectionElement;
  const status = root.querySelector('[role=status]') as HTMLElement;
  const total = data.times.length;
  let first = 0;
  const show = (position: number): void => {
    first = Math.max(0, Math.min(Math.floor(position / PAGE) * PAGE, total - 1));
    const last = Math.min(first + PAGE, total);
    status.textContent = `Steps ${data.first + first} to ${data.first + last - 1} of ${data.first} to ${data.first + total - 1}`;
    body.replaceChildren();
    for (let step = first; step < last; step++) {
      body.append(rowOf(data, step));
    }
  };
  const turns: Readonly<Record<string, () => number>> = {
    first: () => 0,
    back: () => first - PAGE,
    next: () => Math.min(first + PAGE, total - 1),
    last: () => total - 1,
  };
  for (const button of root.querySelectorAll('button')) {
    button.addEventListener('click', () => show(turns[button.dataset['turn'] ?? 'first']?.() ?? 0));
  }
  show(0);
  return { show };
}

function rowOf(data: LaneData, step: number): HTMLTableRowElement {
  const row = document.createElement('tr');
  const cause = data.causes[step] ?? -1;
  const texts = [
    String(data.first + step),
    timeText(data.times[step] ?? 0),
    actorName(data, data.senders[step]),
    actorName(data, data.receivers[step]),
    data.texts[data.events[step] ?? -1] ?? '',
    data.texts[data.changes[step] ?? -1] ?? '',
    cause < 0 ? '' : String(data.first + cause),
  ];
  texts.forEach((text, column) => {
    const cell = document.createElement(column === 0 ? 'th' : 'td');
    if (column === 0) {
      cell.scope = 'row';
    }
    cell.dir = 'auto';
    cell.textContent = text;
    row.append(cell);
  });
  return row;
}
