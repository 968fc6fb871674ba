import type { AnyActorLogic, AnyActorRef } from 'xstate';
import { createActorUnder, giveSnapshot, snapshotOf } from '../../system/thread-seam.js';
import type { XStateSeam } from '../../system/xstate-seam.js';
import { fromWire } from './from-wire.js';
import type { HostedLogics } from './hosted-logics.js';
import { isMachine } from './logic-source.js';
import type { Revival, RevivedFailure } from './messages.js';
import type { HostedNames } from './hosted-names.js';
import type { PresentStep } from './present-step.js';
import type { Residents } from './residents.js';
import { toWire } from './wire.js';

/** What it takes to let actors begin anew on a thread. */
export interface RevivalHost {
  readonly residents: Residents;
  readonly names: HostedNames;
  readonly logics: HostedLogics;
  readonly step: PresentStep;
  readonly seam: XStateSeam;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Lets actors live on here that another thread took with it, from the states which they had when their last steps were
 * committed. No initial action is done again; asynchronous tasks begin from their start.
 *
 * All are created before any has its state: what one holds of another is a ref to it.
 *
 * @param revivals - those above before those below
 * @returns the actors, each with what it was told to be
 */
export function createAnew(revivals: readonly Revival[], host: RevivalHost): [AnyActorRef, Revival][] {
  const actors = revivals.map((revival): [AnyActorRef, Revival] => [createOne(revival, host), revival]);
  for (const [actor, revival] of actors) {
    const { residents, seam } = host;
    const fields = fromWire(revival.snapshot, residents) as Fields;
    giveSnapshot(actor, { ...snapshotOf(actor), ...fields, ...historyOf(revival, actor) });
    seam.nameChildrenFrom(actor, new Map(revival.unnamedChildren));
  }
  return actors;
}

/** Starts them; returns those of whom nothing came. */
export function startAnew(
  actors: readonly (readonly [AnyActorRef, Revival])[],
  { residents }: RevivalHost,
): RevivedFailure[] {
  for (const [actor] of actors) {
    actor.start();
  }
  const failures: RevivedFailure[] = [];
  for (const [actor, { name, children }] of actors) {
    const snapshot = snapshotOf(actor) as Fields;
    if (snapshot['status'] === 'error') {
      failures.push({ key: name.key, error: toWire(snapshot['error'], residents, 'likeness', 'error') });
    } else if (children !== undefined) {
      // Only now, so that a machine does not start its children itself.
      const refs = fromWire(children, residents) as Record<string, AnyActorRef>;
      giveSnapshot(actor, { ...snapshot, children: refs });
      for (const [id, child] of Object.entries(refs)) {
        residents.of(actor).children.set(id, residents.nameOf(child)?.key as string);
      }
    }
    residents.of(actor).teller.begin(snapshotOf(actor) as Fields);
  }
  return failures;
}

function createOne(revival: Revival, { residents, names, logics, step }: RevivalHost): AnyActorRef {
  const { name, parent, way, systemId, syncSnapshot } = revival;
  const above = residents.actorAt(parent);
  const logic = logics.find(way);
  if (systemId !== undefined) {
    names.give(systemId);
  }
  step.expect(revival);
  const actor = createActorUnder(above, logic, {
    id: name.id,
    systemId,
    src: way.at(-1)?.src,
    syncSnapshot,
    snapshot: firstSnapshot(revival, logic),
  });
  return actor;
}

/** A snapshot that XState can put together again before there are refs: without what may hold some. */
function firstSnapshot({ value }: Revival, logic: AnyActorLogic): object {
  return isMachine(logic)
    ? { status: 'active', value, context: {}, children: {}, historyValue: {} }
    : { status: 'active' };
}

function historyOf({ history }: Revival, actor: AnyActorRef): Fields {
  const { logic } = actor as unknown as { readonly logic: AnyActorLogic };
  if (history === undefined || !isMachine(logic)) {
    return {};
  }
  const nodes = Object.entries(history).map(
    ([id, states]) => [id, states.map((state) => logic.getStateNodeById(state))] as const,
  );
  return { historyValue: Object.fromEntries(nodes) };
}
