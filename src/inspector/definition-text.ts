import type { AnyActorRef } from 'xstate';
import { logicOf } from '../system/xstate-seam.js';
import { readableData } from './readable-data.js';

const texts = new WeakMap<object, string>();

/** The definition of an actor's machine as JSON, however deep; of an actor that runs none, its name alone. */
export function definitionText(actor: AnyActorRef): string {
  const { config } = logicOf(actor) as { readonly config?: unknown };
  if (typeof config !== 'object' || config === null) {
    return JSON.stringify({ id: actor.id });
  }
  const text = texts.get(config) ?? JSON.stringify(readDefinition(config));
  texts.set(config, text);
  return text;
}

function readDefinition(config: object): unknown {
  return readableData(config, (value) => nameOfLogic(value));
}

/** Logic that stands in a definition itself, and not by its name, is a definition of its own. */
function nameOfLogic(value: object): string | undefined {
  if (!('transition' in value && 'getInitialSnapshot' in value)) {
    return undefined;
  }
  const { id, config } = value as { readonly id?: unknown; readonly config?: unknown };
  const name = typeof config === 'function' ? config.name : id;
  return typeof name === 'string' && name !== '' ? name : '(inline)';
}
