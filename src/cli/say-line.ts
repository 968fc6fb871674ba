import type { Line } from '../restaurant/phrasebook.js';
import type { Colours } from './colours.js';
import type { Output } from './output.js';

/** Prints the lines of a run; each member of staff has a colour, so that one sees who does what. */
export function createLineSayer(
  output: Output,
  colours: Colours,
  staff: readonly string[],
): (line: Line) => void {
  const { cyan, magenta, yellow, green, blue, bold } = colours;
  const palette = [cyan, magenta, yellow, green, blue];
  const colourOf = new Map(staff.map((name, index) => [name, palette[index % palette.length]]));
  return ({ channel, actor, text }) => {
    switch (channel) {
      case 'prompt':
        output.write(text);
        break;
      case 'answer':
      case 'counter':
        output.say(bold(text));
        break;
      case 'staff':
        output.say((colourOf.get(actor) ?? bold)(text));
        break;
    }
  };
}
