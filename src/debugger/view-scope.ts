import type { Address } from '../bus/address.js';
import { actorStateOf } from '../trace/words/state-text.js';
import type { SystemView } from '../explorer/system-view.js';
import type { Scope } from './expression/evaluate-expression.js';

/** What stands behind a `$`, without an address and with one. */
export const SPECIALS = { run: ['$time', '$waiting'], actor: ['$state', '$status', '$output'] } as const;

/** Lets conditions look at a system: an address leads to the actor's context. */
export function scopeOf(view: SystemView): Scope {
  return {
    hasActor: (address) => view.snapshot(address) !== undefined,
    contextOf: (address) => (view.snapshot(address) as { readonly context?: unknown } | undefined)?.context,
    special: (name, address) => (address === undefined ? ofRun(view, name) : ofActor(view, name, address)),
  };
}

function ofRun(view: SystemView, name: string): unknown {
  switch (name) {
    case '$time':
      return view.now;
    case '$waiting':
      return view.waiting().length;
    default:
      return undefined;
  }
}

function ofActor(view: SystemView, name: string, address: Address): unknown {
  const snapshot = view.snapshot(address) as
    | { readonly status: string; readonly output?: unknown }
    | undefined;
  switch (name) {
    case '$state':
      return actorStateOf(snapshot)?.state;
    case '$status':
      return snapshot?.status;
    case '$output':
      return snapshot?.output;
    default:
      return undefined;
  }
}
