/**
 * Writes a table, one line a row, with two spaces between its columns.
 *
 * @param rows - the cells of each row, the first being the headings; all have as many
 * @param leftColumns - how many columns begin at their left edge; those behind them end at their right, as numbers do
 */
export function alignedLines(
  rows: readonly (readonly string[])[],
  leftColumns: number = Number.POSITIVE_INFINITY,
): string[] {
  const [headings = []] = rows;
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < leftColumns ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
