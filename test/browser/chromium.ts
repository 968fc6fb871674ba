/** A Chromium to start: the program, and what its environment needs beside that of the tests. */
export interface Chromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}
