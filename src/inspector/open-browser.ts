import { spawn } from 'node:child_process';

/**
 * Opens an address in the person's browser: that of `BROWSER`, or the one that the system has.
 *
 * @param onFailure - called once where none opens
 */
export function openBrowser(address: string, onFailure: () => void): void {
  const [program, ...args] = commandFor(process.platform, process.env['BROWSER'] ?? '');
  const browser = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  browser.once('error', onFailure);
  browser.once('exit', (code) => {
    if (code !== 0 && code !== null) {
      onFailure();
    }
  });
  // The browser is the person's own; the run does not wait for it.
  browser.unref();
}

function commandFor(platform: NodeJS.Platform, wanted: string): [string, ...string[]] {
  if (wanted !== '') {
    return [wanted];
  }
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler'];
    default:
      return ['xdg-open'];
  }
}
