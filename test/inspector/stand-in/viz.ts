/**
 * Stands in for the page of the older visualiser: made of the receiver of `@xstate/inspect`, which makes machines and
 * states of XState 4 of what it is told. A click on an actor sends it an event.
 */
import { createWindowReceiver } from '@xstate/inspect';

const rows = new Map<string, HTMLElement>();
const list = document.createElement('ul');
const events = document.createElement('ol');
document.body.append(list, events);

const receiver = createWindowReceiver();
receiver.subscribe((message) => {
  switch (message.type) {
    case 'service.register': {
      const row = document.createElement('li');
      rows.get(message.sessionId)?.remove();
      rows.set(message.sessionId, row);
      row.addEventListener('click', () => send(message.sessionId));
      row.dataset['actor'] = message.sessionId;
      row.dataset['parent'] = message.parent ?? '';
      row.dataset['states'] = String(message.machine.stateIds.length);
      row.dataset['value'] = JSON.stringify(message.state.value);
      row.textContent = `${message.id} can take ${message.machine.events.join(', ')}`;
      list.append(row);
      break;
    }
    case 'service.state': {
      const row = rows.get(message.sessionId);
      if (row !== undefined) {
        row.dataset['value'] = JSON.stringify(message.state.value);
        row.dataset['changes'] = String(Number(row.dataset['changes'] ?? 0) + 1);
      }
      break;
    }
    case 'service.event': {
      const event = document.createElement('li');
      event.textContent = `${message.event.origin ?? 'outside'} > ${message.sessionId}: ${message.event.name}`;
      events.append(event);
      break;
    }
    case 'service.stop':
      rows.get(message.sessionId)?.setAttribute('data-stopped', 'true');
      break;
  }
});

/** As the visualiser does when somebody chooses an event there. */
function send(service: string): void {
  const event = { name: 'call', data: { type: 'call' }, $$type: 'scxml', type: 'external', origin: service };
  receiver.send({ type: 'xstate.event', event: JSON.stringify(event), service });
}
