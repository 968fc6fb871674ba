import { expect, it } from 'vitest';
import { alignedLines } from '../../../src/trace/words/aligned-lines.js';

const rows = [
  ['actor', 'made', 'rested'],
  ['Jo', '12', '3'],
  ['Marmaduke', '5', '100'],
];

it('makes each column as wide as its widest cell', () => {
  expect(alignedLines(rows)).toEqual([
    'actor      made  rested',
    'Jo         12    3',
    'Marmaduke  5     100',
  ]);
});

it('lets the columns behind the left ones end at their right edge', () => {
  expect(alignedLines(rows, 1)).toEqual([
    'actor      made  rested',
    'Jo           12       3',
    'Marmaduke     5     100',
  ]);
});

it('writes nothing where there is no row', () => {
  expect(alignedLines([])).toEqual([]);
});
