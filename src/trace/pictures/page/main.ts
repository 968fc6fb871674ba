import { Chart } from './chart.js';
import type { LaneData } from './lane-data.js';
import { createStepTable } from './step-table.js';

/** Puts the page together: the chart, what is heard from the pointer and the keys, and the table of steps. */
function start(): void {
  const find = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
  const data = JSON.parse(find('data').textContent ?? '') as LaneData;
  const scroller = find('lanes');
  const canvas = find('canvas') as HTMLCanvasElement;
  const tip = find('tip');
  const chart = new Chart(data, {
    scroller,
    spacer: find('spacer'),
    canvas,
    series: find('series') as HTMLCanvasElement,
    details: find('details'),
  });
  listenToKeys(scroller, chart);
  listenToPointer(scroller, canvas, tip, chart);
  listenToButtons(chart);
  createStepTable(data, find('steps'));
}

function listenToKeys(scroller: HTMLElement, chart: Chart): void {
  const all = Number.MAX_SAFE_INTEGER;
  const keys: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    ArrowLeft: ({ shiftKey }) => (shiftKey ? chart.pan(-0.2) : chart.moveStay(-1)),
    ArrowRight: ({ shiftKey }) => (shiftKey ? chart.pan(0.2) : chart.moveStay(1)),
    ArrowUp: () => chart.moveRow(-1),
    ArrowDown: () => chart.moveRow(1),
    Home: () => chart.moveStay(-all),
    End: () => chart.moveStay(all),
    Enter: () => chart.fold(),
    ' ': () => chart.fold(),
    '+': () => chart.zoom(0.5),
    '=': () => chart.zoom(0.5),
    '-': () => chart.zoom(2),
    '0': () => chart.fit(),
  };
  scroller.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act !== undefined) {
      event.preventDefault();
      act(event);
    }
  });
}

function listenToPointer(scroller: HTMLElement, canvas: HTMLElement, tip: HTMLElement, chart: Chart): void {
  let dragged: { x: number; distance: number } | undefined;
  const pointOf = ({ clientX, clientY }: MouseEvent): { x: number; y: number } => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  canvas.addEventListener('pointerdown', (event) => {
    dragged = { x: event.clientX, distance: 0 };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (dragged !== undefined) {
      const by = event.clientX - dragged.x;
      dragged = { x: event.clientX, distance: dragged.distance + Math.abs(by) };
      chart.drag(by);
    }
    const { x, y } = pointOf(event);
    tip.textContent = chart.textAt(x, y);
    tip.hidden = tip.textContent === '';
    tip.style.left = `${Math.min(event.clientX + 14, innerWidth - 360)}px`;
    tip.style.top = `${event.clientY + 18}px`;
  });
  canvas.addEventListener('pointerup', (event) => {
    if (dragged !== undefined && dragged.distance < 4) {
      const { x, y } = pointOf(event);
      scroller.focus();
      chart.click(x, y);
    }
    dragged = undefined;
  });
  canvas.addEventListener('pointercancel', () => {
    dragged = undefined;
  });
  canvas.addEventListener('pointerleave', () => {
    tip.hidden = true;
  });
  canvas.addEventListener('dblclick', (event) => chart.zoom(0.5, pointOf(event).x));
  scroller.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        chart.zoom(Math.exp(event.deltaY / 200), pointOf(event).x);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        chart.drag(-(event.deltaX === 0 ? event.deltaY : event.deltaX));
      }
    },
    { passive: false },
  );
}

function listenToButtons(chart: Chart): void {
  const deeds: Readonly<Record<string, () => void>> = {
    nearer: () => chart.zoom(0.5),
    farther: () => chart.zoom(2),
    earlier: () => chart.pan(-0.5),
    later: () => chart.pan(0.5),
    fit: () => chart.fit(),
  };
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-do]')) {
    button.addEventListener('click', () => deeds[button.dataset['do'] ?? '']?.());
  }
  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name=axis]')) {
    radio.addEventListener('change', () => chart.setAxis(radio.value === 'step' ? 'step' : 'time'));
  }
}

start();
