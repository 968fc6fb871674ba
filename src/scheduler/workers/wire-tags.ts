/** The key of an object that stands for something which `structuredClone` does not bring over. */
export const WIRE = '$wire';

/** What such an object stands for. */
export type WireTag =
  | { readonly kind: 'actor'; readonly key: string; readonly id: string; readonly address: string }
  | {
      readonly kind: 'error';
      readonly key: string;
      readonly name: string;
      readonly message: string;
      readonly stack: string;
      readonly fields: unknown;
      readonly cause?: unknown;
    }
  | { readonly kind: 'snapshot'; readonly fields: unknown }
  | { readonly kind: 'object'; readonly fields: unknown }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'symbol'; readonly name: string }
  | InstanceLikeness;

/** What a trace shows of an instance of a class. */
export type InstanceLikeness =
  | { readonly kind: 'instance'; readonly name: string; readonly fields: unknown }
  | { readonly kind: 'handle'; readonly name: string };

/** As much of an instance as a trace shows: its own word for itself, or its class and fields, or its class alone. */
export function likenessOf(value: object): InstanceLikeness {
  const name = value.constructor?.name ?? '';
  const isHandle =
    'then' in value || 'unsubscribe' in value || 'subscribe' in value || 'addEventListener' in value;
  return isHandle ? { kind: 'handle', name } : { kind: 'instance', name, fields: { ...value } };
}

/** An object with the class name, and the fields, of an instance; its methods are gone. */
export function instanceLike(likeness: InstanceLikeness, fields: unknown): object {
  const constructor = { value: { name: likeness.name } };
  if (likeness.kind === 'handle') {
    return Object.create(null, { constructor, subscribe: { value: undefined } }) as object;
  }
  const prototype: object = Object.create(null, { constructor }) as object;
  return Object.assign(Object.create(prototype) as object, fields);
}

export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
