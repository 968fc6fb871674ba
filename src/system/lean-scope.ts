import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import type { ChildOptions, DirectScope } from '../compiler/direct-scope.js';
import type { InsideSystem } from './xstate-insides.js';

interface ExecutableAction {
  readonly type: string;
  readonly info: object;
  readonly params: unknown;
  readonly exec: ((info: object, params: unknown) => void) | undefined;
}

/** What a scope asks of the actor that it is of. */
export interface ScopedActor {
  readonly ref: AnyActorRef;
  readonly id: string;
  readonly sessionId: string;
  readonly system: InsideSystem;
  readonly logger: (...args: unknown[]) => void;
  readonly isRunning: boolean;
  readonly ownsSnapshot: boolean;
  readonly ownsChildren: boolean;
  readonly home: { readonly isInspected: boolean };
  defer(effect: () => void): void;
  emit(event: EventObject): void;
  createChild(logic: AnyActorLogic, options: ChildOptions): AnyActorRef;
}

type ActionExecutor = (action: ExecutableAction) => void;

/** What the logic of a lean actor may do in its actor's name; see {@link detachable} for logic other than a machine. */
export class LeanScope
  implements
    Pick<DirectScope, 'isDirect' | 'ownsSnapshot' | 'ownsChildren' | 'execute' | 'effect' | 'createChild'>
{
  readonly self: AnyActorRef;
  readonly #actor: ScopedActor;
  #actionExecutor: ActionExecutor | undefined = undefined;

  constructor(actor: ScopedActor) {
    this.#actor = actor;
    this.self = actor.ref;
  }

  get isDirect(): boolean {
    return !this.#actor.home.isInspected;
  }

  get ownsSnapshot(): boolean {
    return this.#actor.ownsSnapshot;
  }

  get ownsChildren(): boolean {
    return this.#actor.ownsChildren;
  }

  get id(): string {
    return this.#actor.id;
  }

  get sessionId(): string {
    return this.#actor.sessionId;
  }

  get system(): AnyActorRef['system'] {
    return this.#actor.system as never;
  }

  get logger(): (...args: unknown[]) => void {
    return this.#actor.logger;
  }

  defer(effect: () => void): void {
    this.#actor.defer(effect);
  }

  execute(action: () => void): void {
    if (this.#actor.isRunning) {
      action();
    } else {
      this.#actor.defer(action);
    }
  }

  effect(effect: () => void): void {
    this.#actor.defer(this.#actor.isRunning ? effect : () => this.#actor.defer(effect));
  }

  /** XState takes it without its scope, and puts another in its place for the time of a microstep. */
  get actionExecutor(): ActionExecutor {
    this.#actionExecutor ??= (action) => this.execute(() => this.#act(action));
    return this.#actionExecutor;
  }

  set actionExecutor(actionExecutor: ActionExecutor) {
    this.#actionExecutor = actionExecutor;
  }

  createChild(logic: AnyActorLogic, options: ChildOptions): AnyActorRef {
    return this.#actor.createChild(logic, options);
  }

  stopChild(child: AnyActorRef): void {
    if (child._parent !== this.self) {
      throw new Error(`Cannot stop child actor ${child.id} of ${this.id} because it is not a child`);
    }
    (child as unknown as { _stop(): void })._stop();
  }

  emit(event: EventObject): void {
    this.#actor.emit(event);
  }

  #act({ type, info, params, exec }: ExecutableAction): void {
    const { home, system, ref } = this.#actor;
    if (home.isInspected) {
      system._sendInspectionEvent({
        type: '@xstate.action',
        actorRef: ref,
        action: { type, params },
      } as never);
    }
    exec?.(info, params);
  }
}

/** A scope of which the methods may be taken, as of XState's own: `({ emit }) => emit(event)`. */
export function detachable(scope: LeanScope): LeanScope {
  for (const method of ['defer', 'emit', 'stopChild'] as const) {
    Object.assign(scope, { [method]: scope[method].bind(scope) });
  }
  return scope;
}
