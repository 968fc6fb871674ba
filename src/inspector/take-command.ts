import type { EventObject } from 'xstate';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Feed } from './feed.js';

/** The answer where no commands are taken. */
export const REFUSED: CommandAnswer = { status: 403, text: 'The run takes no commands from its pages.' };

/** What came of a command, as the status of a response and its text. */
export interface CommandAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Does what the older visualiser asks for: posts an event to an actor, from outside.
 *
 * @param body - JSON of `{ type: 'xstate.event', service, event }`, where `event` is JSON of an event in the words of XState 4
 */
export function takeCommand(system: ControlledSystem, feed: Feed, body: string): CommandAnswer {
  const command = readCommand(body);
  if (command === undefined) {
    return { status: 400, text: 'This is no command.' };
  }
  const target = feed.find(command.address);
  if (target === undefined) {
    return { status: 404, text: `There is no ${command.address} any more.` };
  }
  try {
    system.send(target, command.event);
    return { status: 202, text: `${command.event.type} is on its way to ${command.address}.` };
  } catch (error) {
    return { status: 409, text: (error as Error).message };
  }
}

function readCommand(body: string): { readonly address: string; readonly event: EventObject } | undefined {
  try {
    const { event: text, service } = JSON.parse(body) as {
      readonly event: string;
      readonly service?: unknown;
    };
    const { origin: address = service, data: event } = JSON.parse(text) as Record<string, unknown>;
    const isEvent = typeof event === 'object' && event !== null && 'type' in event;
    return typeof address === 'string' && isEvent && typeof event.type === 'string'
      ? { address, event: event as EventObject }
      : undefined;
  } catch {
    return undefined;
  }
}
