/** How many states can be told apart by their colours; from there on they begin again. */
export const COLOURS = 10;

/** The colours of states on a light ground; black text can be read on each of them. */
const LIGHT = [
  '#7fb4e6',
  '#f5b567',
  '#86c98f',
  '#d9a3d4',
  '#e8d44d',
  '#ef9a8d',
  '#8fd3d1',
  '#bdb2f2',
  '#c9c9c9',
  '#c8dd7a',
];

/** The colours of states on a dark ground; white text can be read on each of them. */
const DARK = [
  '#2f6296',
  '#8f5a12',
  '#2f7040',
  '#82457b',
  '#776600',
  '#96433a',
  '#22716f',
  '#5c4fa0',
  '#5a5a5a',
  '#5f7322',
];

/** The custom properties `--state-0` and so on of a style sheet, for a light and for a dark ground. */
export function colourProperties(): { readonly light: string; readonly dark: string } {
  const declare = (colours: readonly string[]): string =>
    colours.map((colour, index) => `--state-${index}:${colour}`).join(';');
  return { light: declare(LIGHT), dark: declare(DARK) };
}
