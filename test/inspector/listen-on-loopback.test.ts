import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listenOnLoopback } from '../../src/inspector/listen-on-loopback.js';

/** A server that the system does not let listen. */
function refused(code: string): Server {
  const server = new EventEmitter() as Server;
  server.listen = () => {
    setImmediate(() => server.emit('error', Object.assign(new Error(`listen ${code}`), { code })));
    return server;
  };
  return server;
}

test('says what to do where the port is for the superuser', async () => {
  await expect(listenOnLoopback(refused('EACCES'), 80)).rejects.toMatchObject({
    code: 'ERR_INSPECTOR_PORT',
    message:
      'the system does not let you listen on port 80; choose one from 1024 on, or 0 for any that is free',
  });
});

test('says so where one port after the other is in use', async () => {
  await expect(listenOnLoopback(refused('EADDRINUSE'), 65_530)).rejects.toMatchObject({
    code: 'ERR_INSPECTOR_PORT',
    message: 'the ports from 65530 to 65535 are all in use; choose another, or 0 for any that is free',
  });
});

test('says what else keeps it from listening', async () => {
  await expect(listenOnLoopback(refused('EPERM'), 8000)).rejects.toThrow(
    'nothing can listen on port 8000: listen EPERM',
  );
});

test('listens on the loopback address alone', async () => {
  const server = createServer();
  onTestFinished(() => {
    server.close();
  });

  const port = await listenOnLoopback(server, 0);

  expect(server.address()).toEqual({ address: '127.0.0.1', family: 'IPv4', port } satisfies AddressInfo);
});
