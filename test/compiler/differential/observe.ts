import { createActor, SimulatedClock, transition } from 'xstate';
import type { AnyActor, AnyMachineSnapshot, EventObject, InspectionEvent } from 'xstate';
import type { StepBlueprint } from './blueprint.js';
import { EVENT_TYPES } from './blueprint.js';
import type { Story } from './blueprints.js';
import type { Compiler } from './children.js';
import { type Journal, show, summary } from './journal.js';
import { tellStory } from './tell-story.js';

/** Who watches: an inspector hears of every step of every actor, a subscriber of each snapshot. */
export type Audience = 'inspector' | 'subscriber';

/** Runs a story with the machine that `compiler` makes of its blueprint's, and writes down all there is to see. */
export async function observe(
  story: Story,
  compiler: Compiler,
  audience: Audience,
): Promise<readonly string[]> {
  return tellStory(story, compiler, async (logic, journal, steps) => {
    await observeSequence(new ObservedRun(logic, journal, audience), steps, journal);
  });
}

async function observeSequence(
  observed: ObservedRun,
  steps: readonly StepBlueprint[],
  journal: Journal,
): Promise<void> {
  for (const step of steps) {
    observed.take(step);
    if (journal.full) {
      return;
    }
    for (let turn = 0; turn < 4; turn++) {
      await Promise.resolve();
    }
    observed.look();
  }
  observed.end();
}

type Machine = ReturnType<Compiler>;

class ObservedRun {
  readonly #logic: Machine;
  readonly #journal: Journal;
  readonly #audience: Audience;
  readonly #clock = new SimulatedClock();
  #actor: AnyActor;
  #before: AnyMachineSnapshot | undefined;

  constructor(logic: Machine, journal: Journal, audience: Audience) {
    this.#logic = logic;
    this.#audience = audience;
    this.#journal = journal;
    this.#actor = this.#begin(undefined);
    this.look();
  }

  take(step: StepBlueprint): void {
    this.#journal.note('step', step);
    try {
      switch (step.step) {
        case 'send':
          this.#actor.send({ type: step.type, amount: step.amount } as EventObject);
          break;
        case 'advance':
          this.#clock.increment(step.by);
          break;
        case 'tell': {
          const children = Object.values<AnyActor | undefined>(this.#snapshot().children ?? {});
          children[step.child % Math.max(children.length, 1)]?.send({ type: step.type });
          break;
        }
        case 'route': {
          const { idMap } = this.#logic as unknown as { idMap: ReadonlyMap<string, unknown> };
          const ids = [...idMap.keys()].filter((id) => id.endsWith('!'));
          const to = `#${ids[step.to % Math.max(ids.length, 1)]}`;
          this.#actor.send({ type: 'xstate.route', to } as EventObject);
          break;
        }
        case 'look':
          this.#ask(step.type);
          break;
        case 'restore':
          this.#restore();
          break;
        case 'predict':
          this.#predict(step.type);
          break;
      }
    } catch (error) {
      this.#journal.note('thrown', error);
    }
  }

  /** Writes down the present snapshot, and what of it is still the object that it was. */
  look(): void {
    const now = this.#snapshot();
    const before = this.#before;
    this.#journal.note(summary(now));
    if (before !== undefined) {
      const parts = (['value', 'context', 'tags', 'children', 'historyValue'] as const).filter(
        (part) => now[part] === before[part],
      );
      this.#journal.note(now === before ? 'the same snapshot' : `the same ${parts.join()}`);
    }
    this.#journal.note(`its machine is the actor's: ${now.machine === this.#logic}`);
    this.#before = now;
  }

  end(): void {
    this.#journal.note('end');
    this.#persist();
    this.#actor.stop();
    this.look();
  }

  #snapshot(): AnyMachineSnapshot {
    return this.#actor.getSnapshot() as AnyMachineSnapshot;
  }

  #begin(snapshot: unknown): AnyActor {
    const journal = this.#journal;
    const actor = createActor(this.#logic, {
      id: 'root',
      systemId: 'root',
      input: { start: 1 },
      ...(snapshot === undefined ? {} : { snapshot: snapshot as never }),
      logger: (...said: unknown[]) => journal.note('log', ...said),
      ...(this.#audience === 'inspector'
        ? { inspect: (event: InspectionEvent) => noteInspection(event, journal) }
        : {}),
      clock: {
        setTimeout: (work: () => void, delay: number) => {
          journal.note('timer', delay);
          return this.#clock.setTimeout(() => {
            journal.note('timer fires', delay);
            work();
          }, delay);
        },
        clearTimeout: (id: number) => {
          journal.note('timer cleared');
          this.#clock.clearTimeout(id);
        },
      },
    });
    actor.on('*', (event) => journal.note('emitted', event));
    actor.subscribe({
      next: (one) => journal.note('next', one.status, one.value),
      error: (error) => journal.note('error', error),
      complete: () => journal.note('complete'),
    });
    journal.note('start');
    actor.start();
    return actor;
  }

  #persist(): unknown {
    try {
      const { getPersistedSnapshot } = this.#actor as unknown as {
        getPersistedSnapshot(options: object): unknown;
      };
      const persisted = getPersistedSnapshot.call(this.#actor, { __unsafeAllowInlineActors: true });
      this.#journal.note('persisted', show(persisted));
      return persisted;
    } catch (error) {
      this.#journal.note('cannot be persisted', error);
    }
  }

  #restore(): void {
    const persisted = this.#persist();
    if (persisted === undefined) {
      return;
    }
    this.#actor.stop();
    this.#before = undefined;
    this.#actor = this.#begin(persisted);
  }

  #ask(type: string): void {
    const now = this.#snapshot();
    const journal = this.#journal;
    for (const one of new Set([type, ...EVENT_TYPES])) {
      journal.note(`can ${one}`, now.can({ type: one }));
    }
    journal.note('meta', now.getMeta());
    journal.note('tags', now.hasTag('red'), now.hasTag('lit'));
    journal.note('matches', now.matches(now.value), now.matches('a'), now.matches({ a: 'b' }));
    journal.note(
      'json',
      JSON.stringify((now as unknown as { toJSON(): unknown }).toJSON(), (_, value: unknown) =>
        isNode(value) ? value.id : value,
      ),
    );
    journal.note('spread', { ...now }.status, Object.keys({ ...now }));
  }

  #predict(type: string): void {
    const sent = { type, amount: 1 };
    const [next, actions] = transition(this.#logic, this.#snapshot(), sent);
    this.#journal.note('predicted', summary(next as AnyMachineSnapshot));
    for (const action of actions as { type: string; params: unknown; info: object; exec: unknown }[]) {
      const { context, event, self } = action.info as Readonly<Record<string, unknown>>;
      const keys = [...Object.keys(action), ...Object.keys(action.info)];
      this.#journal.note(
        'predicted action',
        keys,
        action.type,
        action.params,
        context,
        event,
        self,
        typeof action.exec,
      );
    }
  }
}

function noteInspection(event: InspectionEvent, journal: Journal): void {
  const about = event as unknown as {
    readonly type: string;
    readonly actorRef: unknown;
    readonly sourceRef?: unknown;
    readonly event?: unknown;
    readonly snapshot?: unknown;
    readonly action?: unknown;
    readonly _transitions?: readonly {
      source: { id: string };
      eventType: string;
      target?: { id: string }[];
    }[];
  };
  const taken = about._transitions?.map(
    ({ source, eventType, target }) => `${source.id} ${eventType} ${target?.map(({ id }) => id).join()}`,
  );
  journal.note(
    Object.keys(event).join(),
    about.type,
    about.actorRef,
    about.sourceRef,
    about.event,
    about.snapshot,
    about.action,
    taken,
  );
  if (about.type === '@xstate.microstep' && journal.full) {
    // It runs in circles, inside of the actor, which takes this for an error of its machine.
    throw new Error('out of paper');
  }
}

function isNode(value: unknown): value is { readonly id: string } {
  return (
    typeof value === 'object' && value !== null && 'order' in value && 'machine' in value && 'id' in value
  );
}
