import { SimulatedClock, createActor, createMachine, enqueueActions, fromCallback } from 'xstate';
import type { AnyActorLogic, EventObject } from 'xstate';

/** An event that reached a stand-in: `to <- type`, and the event itself. */
export interface Told {
  readonly to: string;
  readonly event: EventObject & Readonly<Record<string, unknown>>;
}

/**
 * Puts one machine on a stage, under an address, with stand-ins for those it talks to. What the stand-ins are told is
 * kept in `told`.
 */
export function stage(address: string, logic: AnyActorLogic, input: unknown, standIns: readonly string[]) {
  const told: Told[] = [];
  const news: EventObject[] = [];
  const clock = new SimulatedClock();
  const standIn = (to: string) => fromCallback(({ receive }) => receive((event) => told.push({ to, event })));
  const root = createActor(
    createMachine({
      entry: enqueueActions(({ enqueue }) => {
        for (const to of standIns) enqueue.spawnChild(standIn(to), { id: to, systemId: to });
        enqueue.spawnChild(logic, { id: address, systemId: address, input });
      }),
      on: {
        'xstate.*': {},
        '*': { actions: ({ event }) => told.push({ to: 'parent', event }) },
      },
    }),
    { clock },
  ).start();
  const actor = () => root.getSnapshot().children[address] as ReturnType<typeof createActor<AnyActorLogic>>;
  const subject = actor();
  subject.on('*', (event) => news.push(event));
  return {
    told,
    news,
    clock,
    subject,
    /** What the stand-ins were told since the last time. */
    toldNow: () => told.splice(0).map(({ to, event }) => `${to} <- ${event.type}`),
    send: (event: EventObject & Readonly<Record<string, unknown>>) => subject.send(event),
  };
}
