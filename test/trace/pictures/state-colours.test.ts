import { expect, test } from 'vitest';
import { colourProperties } from '../../../src/trace/pictures/state-colours.js';

/** The contrast of two colours as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const share = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each([
  ['light', '#1b1f24', '#ffffff'],
  ['dark', '#f1f3f5', '#15181c'],
] as const)(
  'text can be read on every colour of a %s picture, which stands out from the ground',
  (ground, ink, paper) => {
    const colours = colourProperties()[ground].match(/#[0-9a-f]{6}/g) ?? [];

    expect(colours).toHaveLength(10);
    expect(new Set(colours).size).toBe(10);
    expect(colours.filter((colour) => contrast(colour, ink) < 4.5)).toEqual([]);
    expect(colours.filter((colour) => contrast(colour, paper) < 1.4)).toEqual([]);
  },
);
