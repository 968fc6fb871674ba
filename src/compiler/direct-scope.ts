import type { AnyActorLogic, AnyActorRef, AnyActorScope } from 'xstate';

/**
 * What a runtime may give a compiled machine in the place of XState's own scope. Where `isDirect`, the machine carries
 * out its built-in actions itself and tells nobody of actions and microsteps: nobody would hear of them.
 */
export interface DirectScope extends AnyActorScope {
  readonly isDirect: boolean;
  /** Whether nobody can have seen the actor's snapshot, as it is now. */
  readonly ownsSnapshot: boolean;
  /** Whether nobody can have seen the object of children in the actor's snapshot. */
  readonly ownsChildren: boolean;
  /** Carries out an action now, or when the actor starts. */
  execute(action: () => void): void;
  /** Has an effect wait until the actor has its new snapshot, where an action now would have it wait. */
  effect(effect: () => void): void;
  /** Creates an actor as `createActor` does. */
  createChild(logic: AnyActorLogic, options: ChildOptions): AnyActorRef;
}

/** What XState creates the child of a machine with. */
export interface ChildOptions {
  readonly id: string | undefined;
  readonly parent: unknown;
  readonly syncSnapshot: boolean | undefined;
  readonly input: unknown;
  readonly src: unknown;
  readonly systemId: string | undefined;
}

/** The scope as a direct one, where it is one now. */
export function directScopeOf(scope: AnyActorScope): DirectScope | undefined {
  return (scope as Partial<DirectScope>).isDirect === true ? (scope as DirectScope) : undefined;
}
