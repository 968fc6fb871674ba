/**
 * Why a trace cannot be drawn as asked:
 * - `unknown-actor`, `unknown-series`: it has none of that name
 * - `empty-section`: no step of it lies in the section
 * - `too-large`: the kind of picture does not take so much
 */
export type PictureProblem = 'unknown-actor' | 'unknown-series' | 'empty-section' | 'too-large';

/** A picture that cannot be drawn; where a name is unknown, with the names that are known. */
export class PictureError extends Error {
  readonly code = 'ERR_PICTURE';

  constructor(
    readonly problem: PictureProblem,
    message: string,
    /** The name that was given, where it is unknown. */
    readonly given?: string,
    readonly known: readonly string[] = [],
  ) {
    super(message);
    this.name = 'PictureError';
  }
}
