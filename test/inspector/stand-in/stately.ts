/**
 * Stands in for the page of the Stately inspector: made of the receiver of `@statelyai/inspect`, it lists the actors
 * with their states, and the events between them.
 */
import { createBrowserReceiver } from '@statelyai/inspect';

interface Shown {
  readonly row: HTMLElement;
  readonly state: HTMLElement;
  readonly levels: number;
}

const actors = new Map<string, Shown>();
const list = document.createElement('ul');
const events = document.createElement('ol');
document.body.append(list, events);

createBrowserReceiver().subscribe((message) => {
  switch (message.type) {
    case '@xstate.actor':
      show(message.sessionId, message.name, message.parentId, message.definition ?? '{}');
      update(message.sessionId, message.snapshot, message.createdAt);
      break;
    case '@xstate.snapshot':
      update(message.sessionId, message.snapshot, message.createdAt);
      break;
    case '@xstate.event': {
      const event = document.createElement('li');
      event.textContent = `${message.createdAt} ${message.sourceId ?? 'outside'} > ${message.sessionId}: ${message.event.type}`;
      events.append(event);
      break;
    }
  }
});

function show(id: string, name: string, parent: string | undefined, definition: string): void {
  if (actors.has(id)) {
    return;
  }
  const row = document.createElement('li');
  const state = document.createElement('output');
  row.dataset['actor'] = id;
  row.dataset['parent'] = parent ?? '';
  row.dataset['parentKnown'] = String(parent === undefined || actors.has(parent));
  row.dataset['levels'] = String(levelsOf(JSON.parse(definition)));
  row.append(`${name} `, state);
  list.append(row);
  actors.set(id, { row, state, levels: Number(row.dataset['levels']) });
}

function update(id: string, snapshot: object, time: string): void {
  const actor = actors.get(id);
  if (actor !== undefined) {
    const { status, value } = snapshot as { readonly status?: string; readonly value?: unknown };
    actor.state.textContent = [typeof value === 'string' ? value : JSON.stringify(value), status].join(' ');
    actor.row.dataset['time'] = time;
    actor.row.dataset['changes'] = String(Number(actor.row.dataset['changes'] ?? 0) + 1);
  }
}

/** How many states deep a definition is. */
function levelsOf({ states = {} }: { readonly states?: Readonly<Record<string, object>> }): number {
  return 1 + Math.max(0, ...Object.values(states).map(levelsOf));
}
