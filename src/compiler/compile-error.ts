/** What was to be compiled is no machine. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  readonly code = 'not-a-machine';

  constructor(given: unknown) {
    super(
      `compile() takes a machine that createMachine() or setup().createMachine() made, and was given ${describe(given)}. ` +
        'Give other actor logic to createActor() as it is.',
    );
  }
}

function describe(given: unknown): string {
  if (typeof given === 'object' && given !== null) {
    return 'transition' in given ? 'another kind of actor logic' : 'an object';
  }
  return given === null ? 'null' : typeof given;
}
