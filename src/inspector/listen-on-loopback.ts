import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InspectorError } from './inspector-error.js';

/** The one address that is listened on: nobody else's machine can reach it. */
export const LOOPBACK = '127.0.0.1';

/** So many ports are tried, the first among them. */
const MOST_TRIES = 20;

const LAST_PORT = 65_535;

/**
 * Lets a server listen on a port of this machine, or on the first behind it that is free; 0 takes any.
 *
 * @returns the port that it is
 * @throws InspectorError `ERR_INSPECTOR_PORT` where that is no port, or may not be had
 */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  if (!Number.isInteger(port) || port < 0 || port > LAST_PORT) {
    throw portError(`a port is a whole number from 0 to ${LAST_PORT}; got ${port}`);
  }
  const last = port === 0 ? 0 : Math.min(port + MOST_TRIES - 1, LAST_PORT);
  for (let tried = port; tried <= last; tried++) {
    try {
      server.listen(tried, LOOPBACK);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
        throw portError(describe(error as NodeJS.ErrnoException, tried), error);
      }
    }
  }
  throw portError(
    `the ports from ${port} to ${last} are all in use; choose another, or 0 for any that is free`,
  );
}

function describe({ code, message }: NodeJS.ErrnoException, port: number): string {
  return code === 'EACCES'
    ? `the system does not let you listen on port ${port}; choose one from 1024 on, or 0 for any that is free`
    : `nothing can listen on port ${port}: ${message}`;
}

function portError(message: string, cause?: unknown): InspectorError {
  return new InspectorError('ERR_INSPECTOR_PORT', message, { cause });
}
