/** What is wrong with a file, in the words of a user; `doing` is what was tried, as in `read`. */
export function fileProblem(error: unknown, doing: 'read' | 'written'): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EISDIR':
      return 'is a folder; a file is needed';
    case 'EACCES':
    case 'EPERM':
      return `may not be ${doing} by you`;
    case 'EROFS':
      return 'cannot be written: its disk is read-only';
    case 'ENOSPC':
      return 'cannot be written: no space is left on its disk';
    default:
      return `cannot be ${doing} (${message})`;
  }
}
