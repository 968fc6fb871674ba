import {
  assign,
  cancel,
  emit,
  enqueueActions,
  forwardTo,
  log,
  raise,
  sendTo,
  spawnChild,
  stopChild,
} from 'xstate';
import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import { CHILD_SOURCES, EVENT_TYPES } from './blueprint.js';
import type { ActionBlueprint } from './blueprint.js';
import type { Journal } from './journal.js';

interface Args {
  readonly context: { readonly n: number; readonly ref?: AnyActorRef };
  readonly event: EventObject;
  readonly self: AnyActorRef;
  readonly system: { get(id: string): AnyActorRef | undefined };
}

type Logics = Readonly<Record<string, AnyActorLogic | undefined>>;

/** Actions that machines name; `missing` is missing. */
export function namedActions(journal: Journal): Record<string, unknown> {
  return {
    custom: (args: Args, params: unknown) => noteCall(journal, 'custom', args, params),
    bump: assign((args: never, params: { by: number } | undefined) => {
      noteCall(journal, 'bump', args, params);
      return { n: (args as Args).context.n + (params?.by ?? 1) };
    }),
    queue: enqueueActions(({ enqueue, check, context, event }, params) => {
      journal.called('queue', context, event, params);
      if (check('isEven')) {
        enqueue.assign({ n: ({ context: now }: { context: { n: number } }) => now.n + 3 });
      }
      enqueue('custom');
    }),
    sayOther: emit({ type: 'said' }),
  };
}

/** Builds what a list of action blueprints stands for; `invoked` are the children that the same state starts. */
export function actionsOf(
  blueprints: readonly ActionBlueprint[],
  journal: Journal,
  logics: Logics,
  invoked: readonly string[],
): unknown[] {
  return blueprints.flatMap((blueprint) => actionOf(blueprint, journal, logics, invoked));
}

function actionOf(
  { does, form, what, inner }: ActionBlueprint,
  journal: Journal,
  logics: Logics,
  invoked: readonly string[],
): unknown[] {
  const type = (form & 2) === 0 ? 'mark.made' : EVENT_TYPES[what % EVENT_TYPES.length]!;
  const kid = ['kid', 'kin', 'spawned0', 'first'][what % 4]!;
  const note = (args: unknown, params?: unknown) => noteCall(journal, does, args, params);
  const somebody = (args: never) => {
    note(args);
    const { self, context, system } = args as Args;
    const { _snapshot: now } = self as unknown as {
      _snapshot?: { children?: Readonly<Record<string, AnyActorRef>> };
    };
    return [now?.children?.[kid], context.ref, system.get('one')][form % 3] ?? self;
  };
  const eventOf = (args: never) => {
    note(args);
    return { type: journal.spend() ? type : 'quiet', amount: (args as Args).context.n, from: does };
  };
  const delay = [5, 'soon', 'computed', (args: never) => (note(args), 4)][form % 4];
  const id = form & 4 ? { id: `timer${what % 3}` } : {};
  const ours = invoked.length > 0 && form % 2 === 0 ? invoked[what % invoked.length]! : undefined;

  const several: Record<string, unknown> = {
    k: what,
    n: (args: object) => (note(args), what % 7),
    last: ({ event }: Args) => event.type,
  };

  switch (does) {
    case 'custom':
      return [
        [
          note,
          'custom',
          { type: 'custom', params: { p: what } },
          {
            type: 'custom',
            params: ({ context, event }: Args) => {
              journal.called('params', context, event);
              return { n: context.n };
            },
          },
          [(args: unknown) => note(args)][0],
          'queue',
          { type: 'sayOther', params: { p: what } },
          (args: unknown) => {
            note(args);
            (args as Args).context.ref?.send({ type: what % 2 === 0 ? 'ask' : 'work' });
          },
        ][form % 8],
      ];
    case 'assign':
      return [
        [
          assign((args: never) => (note(args), { n: (args as Args).context.n + 1 })),
          assign({ n: (args: object) => (note(args), (args as Args).context.n + 2) }),
          'bump',
          { type: 'bump', params: { by: what % 5 } },
          { type: 'bump', params: ({ context }: Args) => ({ by: context.n % 3 }) },
          assign(several),
          assign({ k: 'constant' }),
          assign({}),
        ][form % 8],
      ];
    case 'raise':
      return form === 0 ? [raise({ type: 'raised' })] : [raise(eventOf as never)];
    case 'raiseLater':
      return [raise(eventOf as never, { delay, ...id } as never)];
    case 'sendTo':
      return [
        ours === undefined
          ? sendTo(somebody as never, eventOf as never)
          : sendTo(form % 4 === 0 ? ours : `#_${ours}`.replace(/^#_(?=\d)/, ''), eventOf as never),
      ];
    case 'sendToLater':
      return [sendTo((ours ?? somebody) as never, eventOf as never, { delay, ...id } as never)];
    case 'forward':
      return [note, forwardTo(((args: never) => (journal.spend() ? somebody(args) : undefined)) as never)];
    case 'emit':
      return [form % 2 === 0 ? emit(eventOf as never) : emit({ type: 'said', what })];
    case 'log':
      return [[log(), log('text'), log(((args: never) => (note(args), what)) as never, 'label')][form % 3]];
    case 'cancel':
      return [
        form % 2 === 0
          ? cancel(`timer${what % 3}`)
          : cancel(((args: never) => (note(args), `timer${what % 3}`)) as never),
      ];
    case 'stop':
      return [
        form % 2 === 0
          ? stopChild(kid)
          : stopChild(((args: never) => (note(args), (args as Args).context.ref ?? kid)) as never),
      ];
    case 'spawn': {
      const source = CHILD_SOURCES[what % (form > 50 ? CHILD_SOURCES.length : 4)]!;
      return [
        note,
        spawnChild(
          (form % 3 === 0 ? logics[source] : source) as never,
          {
            id: form & 8 ? kid : (args: never) => (note(args), `spawned${what % 3}`),
            input: form & 4 ? (args: never) => (journal.called('input', Object.keys(args)), 3) : what,
            syncSnapshot: (form & 16) !== 0,
            ...(form > 58 ? { systemId: 'one' } : {}),
          } as never,
        ),
      ];
    }
    case 'spawnInAssign':
      return [
        assign((args: object) => {
          note(args);
          const source = CHILD_SOURCES[what % 3]!;
          const { spawn } = args as { spawn: (source: unknown, options?: unknown) => AnyActorRef };
          const input = form & 4 ? (of: object) => (journal.called('input', Object.keys(of)), 3) : what;
          const ref = spawn(form % 3 === 0 ? logics[source] : source, {
            ...(form & 8 ? { id: kid } : {}),
            input,
            syncSnapshot: (form & 16) !== 0,
          });
          return form & 1 ? { ref, other: spawn('reducer', { id: 'counter' }) } : { ref };
        }),
      ];
    case 'enqueue':
      return [
        enqueueActions((args, params) => {
          note(args, params);
          const { enqueue, check } = args;
          if (check((({ context }: Args) => (context.n + form) % 2 === 0) as never)) {
            enqueue.assign(({ context }: Args) => ({ n: context.n + 1 }));
            enqueue.raise({ type: 'mark.raised' });
          }
          for (const action of actionsOf(inner, journal, logics, [])) {
            enqueue(action as never);
          }
          if (form & 8) {
            enqueue.emit({ type: 'said' });
            enqueue.cancel('timer0');
            enqueue.raise({ type: 'mark.late' }, { delay: 6, id: 'timer1' });
          }
          if (form & 16) {
            enqueue.spawnChild('pupil' as never, { id: 'spawned0' });
            enqueue.sendTo('spawned0', { type: 'work' });
            enqueue.stopChild('kin');
          }
        }),
      ];
    case 'missing':
      return [form % 2 === 0 ? 'missing' : { type: 'missing', params: { p: what } }];
    case 'throw':
      return [
        (args: unknown) => {
          note(args);
          throw new Error('an action throws');
        },
      ];
    case 'throwInAssign':
      return [
        assign(() => {
          throw new TypeError('an assignment throws');
        }),
      ];
    case 'sendToNobody':
      return [
        form % 2 === 0 ? sendTo('nobody at all', eventOf as never) : sendTo('#_parent', eventOf as never),
      ];
  }
}

function noteCall(journal: Journal, what: string, args: unknown, params: unknown): void {
  const { context, event, self } = args as Args;
  journal.called(`${what} (${Object.keys(args as object).join()})`, context, event, self, params);
}
