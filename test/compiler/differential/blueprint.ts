/** A machine as plain data: whatever builds it anew gets a machine of its own that means the same. */
export interface MachineBlueprint {
  readonly root: StateBlueprint;
  /** Whether the context is made by a function of the input. */
  readonly dynamicContext: boolean;
  /** What XState's option `maxIterations` is set to; zero leaves it out. */
  readonly maxIterations: number;
  /** Whether the actions, guards and delays come by `provide`, after the machine was made. */
  readonly provided: boolean;
  /** Whether the children's machines are compiled too, where the parent is. */
  readonly compiledChildren: boolean;
}

export interface StateBlueprint {
  readonly key: string;
  readonly id: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly deep: boolean;
  /** Of a history state: the sibling that it leads to without history; undefined leaves it to XState. */
  readonly otherwise: string | undefined;
  /** Of a compound state: which child it starts in, as a number that is taken modulo the children. */
  readonly initial: number;
  readonly initialActions: readonly ActionBlueprint[];
  readonly states: readonly StateBlueprint[];
  readonly on: readonly {
    readonly descriptor: string;
    readonly transitions: readonly TransitionBlueprint[];
  }[];
  readonly always: readonly TransitionBlueprint[];
  readonly after: readonly { readonly delay: string; readonly transition: TransitionBlueprint }[];
  readonly onDone: readonly TransitionBlueprint[];
  readonly entry: readonly ActionBlueprint[];
  readonly exit: readonly ActionBlueprint[];
  readonly invoke: readonly InvokeBlueprint[];
  readonly tags: readonly string[];
  readonly meta: boolean;
  readonly output: 'none' | 'static' | 'computed' | 'throws';
}

export interface TransitionBlueprint {
  /** Numbers that are taken modulo the states of the machine. */
  readonly targets: readonly number[];
  readonly reenter: boolean;
  readonly guard: GuardBlueprint | undefined;
  readonly actions: readonly ActionBlueprint[];
}

export type GuardBlueprint =
  | { readonly is: 'inline' | 'named' | 'static' | 'dynamic'; readonly modulus: number }
  | { readonly is: 'and' | 'or' | 'not'; readonly of: readonly GuardBlueprint[] }
  | { readonly is: 'in'; readonly state: number; readonly by: 'id' | 'value' | 'path' }
  | { readonly is: 'combined' | 'alias' | 'missing' | 'throws' | 'nothing' };

export interface ActionBlueprint {
  readonly does: ActionKind;
  /** Varies the action within its kind. */
  readonly form: number;
  /** An event, a child or a number, as the kind has it. */
  readonly what: number;
  /** What `enqueueActions` enqueues. */
  readonly inner: readonly ActionBlueprint[];
}

/** The simplest first; those from `missing` on go wrong, or may. */
export const ACTION_KINDS = [
  'custom',
  'assign',
  'raise',
  'sendTo',
  'emit',
  'enqueue',
  'spawn',
  'spawnInAssign',
  'stop',
  'cancel',
  'log',
  'sendToLater',
  'raiseLater',
  'missing',
  'forward',
  'throw',
  'throwInAssign',
  'sendToNobody',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

export interface InvokeBlueprint {
  readonly source: ChildSource;
  readonly inline: boolean;
  readonly id: string | undefined;
  readonly systemId: string | undefined;
  readonly input: 'none' | 'static' | 'computed';
  readonly onDone: readonly TransitionBlueprint[];
  readonly onError: readonly TransitionBlueprint[];
  readonly onSnapshot: readonly TransitionBlueprint[];
}

/** Healthy children first; `nobody` is not even there. */
export const CHILD_SOURCES = [
  'pupil',
  'callback',
  'reducer',
  'atOnce',
  'observable',
  'promise',
  'broken',
  'nobody',
] as const;
export type ChildSource = (typeof CHILD_SOURCES)[number];

/** What happens to an actor of the machine. */
export type StepBlueprint =
  | { readonly step: 'send'; readonly type: string; readonly amount: number }
  | { readonly step: 'advance'; readonly by: number }
  | { readonly step: 'tell'; readonly child: number; readonly type: string }
  /** Goes by XState's event for routes to a state that has one. */
  | { readonly step: 'route'; readonly to: number }
  | { readonly step: 'look'; readonly type: string }
  | { readonly step: 'restore' }
  | { readonly step: 'predict'; readonly type: string };

export const EVENT_TYPES = ['go', 'next', 'a.b', 'a.b.c'] as const;

/** What states listen to; the likelier ones several times. */
export const DESCRIPTORS = [
  ...EVENT_TYPES,
  ...EVENT_TYPES,
  'go',
  '*',
  'a.*',
  'a.b.*',
  'mark.*',
  'xstate.done.actor.*',
] as const;
