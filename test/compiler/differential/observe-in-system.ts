import type { AnyActorRef, AnyMachineSnapshot } from 'xstate';
import { createVirtualClock } from '../../../src/clock/virtual-clock.js';
import type { ControlledSystem } from '../../../src/system/controlled-system.js';
import type { Effect } from '../../../src/system/effect.js';
import { createSystem } from '../../../src/system/seamed-system.js';
import type { Step } from '../../../src/system/step.js';
import type { StepBlueprint } from './blueprint.js';
import type { Story } from './blueprints.js';
import type { Compiler } from './children.js';
import { type Journal, show, summary } from './journal.js';
import { tellStory } from './tell-story.js';

/** Who watches a controlled system: a recorder hears of each decision, an onlooker now and then asks how things are. */
export type SystemAudience = 'recorder' | 'onlooker';

/** How many decisions are taken after each step of a story, at most. */
const DECISIONS = 40;

/** Runs a story in a controlled system, and writes down all there is to see. */
export async function observeInSystem(
  story: Story,
  compiler: Compiler,
  audience: SystemAudience,
): Promise<readonly string[]> {
  return tellStory(story, compiler, async (logic, journal, steps) => {
    await new ObservedSystem(logic, journal, audience).run(steps);
  });
}

class ObservedSystem {
  readonly #clock = createVirtualClock();
  readonly #system: ControlledSystem;
  readonly #journal: Journal;
  readonly #audience: SystemAudience;
  /** Snapshots that somebody has kept, and what they said then. */
  readonly #kept: { readonly snapshot: AnyMachineSnapshot; readonly said: string }[] = [];

  constructor(logic: ReturnType<Compiler>, journal: Journal, audience: SystemAudience) {
    this.#journal = journal;
    this.#audience = audience;
    this.#system = createSystem(logic, {
      id: 'root',
      systemId: 'root',
      input: { start: 1 },
      clock: this.#clock,
      logger: (...said: unknown[]) => journal.note('log', ...said),
    });
    if (audience === 'recorder') {
      this.#system.steps.subscribe((step) => journal.note(textOf(step)));
      this.#system.emitted.subscribe(({ time, address, event }) =>
        journal.note('emitted', time, address, event),
      );
    }
  }

  async run(steps: readonly StepBlueprint[]): Promise<void> {
    this.#system.start();
    this.#drive();
    for (const [index, step] of steps.entries()) {
      this.#take(step);
      if (this.#journal.full) {
        return;
      }
      for (let turn = 0; turn < 4; turn++) {
        await Promise.resolve();
      }
      this.#drive();
      if (this.#audience === 'recorder' || index % 3 === 2) {
        this.#look();
      }
    }
    this.#system.stop();
    this.#drive();
    this.#look();
    for (const { snapshot, said } of this.#kept) {
      const says = summary(snapshot, 4);
      this.#journal.note(says === said ? 'kept as it was' : `was ${said}, and is ${says}`);
    }
  }

  #take(step: StepBlueprint): void {
    const journal = this.#journal;
    const system = this.#system;
    journal.note('step', step);
    try {
      switch (step.step) {
        case 'send':
          system.sendToRoot({ type: step.type, amount: step.amount });
          break;
        case 'advance':
          this.#clock.advanceBy(step.by);
          break;
        case 'tell': {
          const addresses = [...system.actors().keys()];
          system.send(addresses[step.child % addresses.length] ?? 'root', { type: step.type });
          break;
        }
        case 'restore':
          this.#restart();
          break;
        case 'look':
          journal.note('all', Object.keys((system.root as AnyActorRef).system.getAll()));
          this.#keep();
          break;
        default:
          break;
      }
    } catch (error) {
      journal.note('thrown', error);
    }
  }

  /** Takes what is enabled now, in the order of posting. */
  #drive(): void {
    for (let taken = 0; taken < DECISIONS && !this.#journal.full; taken++) {
      const next = this.#system.next();
      if (next === undefined) {
        return;
      }
      this.#system.apply(next);
    }
  }

  /** Lets a fault strike: an actor crashes or begins again. */
  #restart(): void {
    const addresses = [...this.#system.actors().keys()];
    const kind = addresses.length % 2 === 0 ? 'restart' : 'crash';
    const [fault] = this.#system.faults(kind, addresses.at(-1) ?? 'root');
    if (fault !== undefined) {
      this.#system.apply(fault);
    }
  }

  #keep(): void {
    for (const actor of this.#system.actors().values()) {
      const snapshot = actor.getSnapshot() as AnyMachineSnapshot;
      if ('machine' in snapshot) {
        this.#kept.push({ snapshot, said: summary(snapshot, 4) });
      }
    }
  }

  #look(): void {
    const system = this.#system;
    this.#journal.note(`at ${system.now} after ${system.decisions}`);
    this.#journal.note(summary(system.root.getSnapshot() as AnyMachineSnapshot));
    for (const [address, actor] of system.actors()) {
      this.#journal.note(address, actor.sessionId, actor.getSnapshot());
    }
    this.#journal.note(
      'timers',
      system.timers().map(({ from, id, due }) => [from, id, due]),
    );
    this.#journal.note('failure', system.failure?.address, system.failure?.error);
  }
}

function textOf({ index, time, decision, actor, effects }: Step): string {
  const what = decision === undefined ? 'start' : `${decision.kind} ${decision.event.type}`;
  return `${index} at ${time}: ${what} ${actor.label} ${show(actor.ref.getSnapshot())} → ${effects.map(effectText).join('; ')}`;
}

function effectText(effect: Effect): string {
  switch (effect.kind) {
    case 'send':
      return `send ${show(effect.envelope.event)} ${effect.envelope.from}→${effect.envelope.to}`;
    case 'dead-letter':
      return `dead letter ${effect.envelope.event.type} ${effect.reason}`;
    case 'set-timer':
      return `set ${effect.timer.id} of ${effect.timer.from} for ${effect.timer.due}`;
    case 'cancel-timer':
      return `cancel ${effect.timer.id} of ${effect.timer.from}`;
    case 'start':
      return `start ${effect.actor.label}`;
    case 'end':
      return `end ${effect.actor.label} ${effect.status}`;
    case 'emit':
      return `emit ${show(effect.event)}`;
    case 'block':
      return `block ${effect.ms}`;
    case 'found-name':
    case 'found-state':
      return effect.kind;
  }
}
