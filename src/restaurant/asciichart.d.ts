declare module 'asciichart' {
  /** Draws a line chart with the characters of a terminal. */
  export function plot(
    series: readonly number[],
    config?: {
      readonly min?: number;
      readonly max?: number;
      /** Rows between the lowest and the highest value. */
      readonly height?: number;
      /** Columns that are left for the labels. */
      readonly offset?: number;
      readonly format?: (value: number) => string;
    },
  ): string;
}
