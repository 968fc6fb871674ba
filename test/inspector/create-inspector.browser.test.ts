import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { assign, setup } from 'xstate';
import { createInspector, type InspectorOptions } from '../../src/inspector/create-inspector.js';
import { createRun } from '../../src/scheduler/run.js';
import { replayTrace } from '../../src/trace/replay.js';
import { recorded } from '../trace/recording.js';
import { lifts } from './lifts.js';
import { ask, watchAt } from './watcher.js';

async function inspectedLifts(options: InspectorOptions = {}) {
  const run = createRun(lifts);
  const inspector = await createInspector(run.system, { port: 0, ...options });
  onTestFinished(() => inspector.close());
  return { run, inspector };
}

/** A machine that counts what it is sent, and keeps so many characters. */
const ledger = setup({
  types: { events: {} as { type: 'write' }, context: {} as { text: string; entries: number } },
}).createMachine({
  id: 'ledger',
  context: { text: 'x'.repeat(10_000), entries: 0 },
  on: { write: { actions: assign({ entries: ({ context }) => context.entries + 1 }) } },
});

async function inspectedLedger() {
  const run = createRun(ledger);
  const inspector = await createInspector(run.system, { port: 0 });
  onTestFinished(() => inspector.close());
  const write = async (times: number) => {
    for (let time = 0; time < times; time++) {
      run.system.sendToRoot({ type: 'write' });
    }
    await run.finish();
  };
  return { run, inspector, write };
}

describe('a page', () => {
  test('is told of each step: who sent what to whom, when, and what became of it', async () => {
    const { run, inspector } = await inspectedLifts();
    const watcher = await watchAt(inspector.address);
    run.system.sendToRoot({ type: 'ring', which: 'left' });
    await run.finish();
    await inspector.close();
    await watcher.ended;

    const told = watcher.messages.map((message) => {
      const { type, sessionId, createdAt } = message;
      const what =
        message.type === '@xstate.event'
          ? `${message.sourceId} sends ${message.event.type}`
          : JSON.stringify(message.snapshot.value);
      return `${createdAt} ${type.slice(8)} ${sessionId} ${what}`.slice(0, 52);
    });
    expect(told).toEqual([
      '0 actor house {}',
      '0 actor left "down"',
      '0 actor right "down"',
      '0 event house undefined sends ring',
      '0 snapshot house {}',
      '0 event left house sends call',
      '0 snapshot left {"up":{"floor1":{"floor2":{"floor3":',
      '0 event right left sends isUp',
      '0 snapshot right "down"',
      '250 event left left sends xstate.after.250.lift.up',
      '250 snapshot left "down"',
    ]);
    expect(watcher.status).toEqual({ leftOut: 0, end: 'The run is over.' });
  });

  test('that comes late is told how all stand, parents first, and then of the events', async () => {
    const { run, inspector } = await inspectedLifts();
    run.system.sendToRoot({ type: 'ring', which: 'left' });
    await run.finish();

    const watcher = await watchAt(inspector.address);
    await inspector.close();
    await watcher.ended;

    const told = watcher.messages.map(({ type, sessionId }) => `${type.slice(8)} ${sessionId}`);
    expect(told.slice(0, 3)).toEqual(['actor house', 'actor right', 'actor left']);
    expect(told.slice(-4)).toEqual(['event house', 'event left', 'event right', 'event left']);
  });

  test('sees a recorded run as it saw the run itself', async () => {
    const { trace } = await recorded(lifts, {}, (run) =>
      run.system.sendToRoot({ type: 'ring', which: 'left' }),
    );
    const { run, inspector } = await inspectedLifts();
    const live = await watchAt(inspector.address);
    run.system.sendToRoot({ type: 'ring', which: 'left' });
    await run.finish();
    await inspector.close();
    await live.ended;

    let played: Awaited<ReturnType<typeof watchAt>> | undefined;
    await replayTrace(trace, () => ({ logic: lifts }), {
      onSystem: async (system) => {
        const player = await createInspector(system, { port: 0 });
        onTestFinished(() => player.close());
        played = await watchAt(player.address);
        onTestFinished(() => played?.leave());
      },
    });

    await expect.poll(() => played?.messages).toEqual(live.messages);
  });

  test('that never reads misses frames, holds little memory, and keeps the run from nothing', async () => {
    const { run, inspector, write } = await inspectedLedger();
    const watcher = await watchAt(inspector.address);
    watcher.stall();

    await write(2000);
    const leftOut = inspector.leftOut;
    await write(1000);

    // Once what may wait for it waits, nothing more is kept: of each event, the event and the state are left out.
    expect(leftOut).toBeGreaterThan(2000);
    expect(inspector.leftOut).toBe(leftOut + 2 * 1000);
    expect(run.system.root.getSnapshot().context.entries).toBe(3000);
  });

  test('that reads again is told how much it has missed, and how things stand', async () => {
    const { inspector, write } = await inspectedLedger();
    const watcher = await watchAt(inspector.address);
    watcher.stall();
    await write(2000);
    watcher.goOn();

    await expect.poll(() => watcher.status?.leftOut).toBe(inspector.leftOut);
    const last = watcher.messages.findLast(({ type }) => type === '@xstate.snapshot');
    expect(last).toMatchObject({ snapshot: { context: { entries: 2000 } } });
  });

  test('that goes in the midst of it is forgotten', async () => {
    const { inspector, write } = await inspectedLedger();
    const watcher = await watchAt(inspector.address);
    expect(inspector.watching).toBe(1);
    watcher.leave();

    await expect.poll(() => inspector.watching).toBe(0);
    await write(10);
    await inspector.close();
  });
});

describe('the hub', () => {
  test('serves this machine alone', async () => {
    const { inspector } = await inspectedLifts();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');

    expect(new URL(inspector.address).hostname).toBe('127.0.0.1');
    for (const { address } of others) {
      await expect(ask(`http://${address}:${inspector.port}/`)).rejects.toThrow('ECONNREFUSED');
    }
  });

  /** What somebody else might ask for, by the address of the page. */
  const strangers: readonly (readonly [string, (address: string) => string, Record<string, string>])[] = [
    ['no token', (address) => address.replace(/\?.*/, ''), {}],
    ['another token', (address) => address.replace(/\w$/, '_'), {}],
    ['a part of the token', (address) => address.slice(0, -1), {}],
    ['another origin', String, { origin: 'https://evil.example' }],
    ['no origin to be named', String, { origin: 'null' }],
    ['another name of this machine', String, { host: 'evil.example' }],
    ['a frame of another site', String, { 'sec-fetch-site': 'cross-site' }],
  ];

  test.each(strangers)('refuses requests with %s', async (_, addressFrom, headers) => {
    const { inspector } = await inspectedLifts();

    for (const address of [inspector.address, inspector.address.replace('/?', '/frames?')]) {
      expect(await ask(addressFrom(address), headers)).toMatchObject({ status: 403 });
    }
    expect(await ask(inspector.address)).toMatchObject({ status: 200 });
    expect(inspector.watching).toBe(0);
  });

  test('has a token of its own for each run', async () => {
    const { inspector } = await inspectedLifts();
    const { inspector: other } = await inspectedLifts();

    expect(inspector.address).toMatch(/token=[0-9a-f]{32}$/);
    expect(new URL(other.address).search).not.toBe(new URL(inspector.address).search);
  });

  test('takes the next port where one is in use', async () => {
    const { inspector } = await inspectedLifts();

    const { inspector: next } = await inspectedLifts({ port: inspector.port });

    expect(next.port).toBeGreaterThan(inspector.port);
    expect(await ask(next.address)).toMatchObject({ status: 200 });
  });

  test('gives its port back', async () => {
    const { inspector } = await inspectedLifts();
    await inspector.close();
    const server = createServer();
    onTestFinished(() => {
      server.close();
    });

    const listening = new Promise((resolve, reject) => {
      server.on('error', reject).listen(inspector.port, '127.0.0.1', () => resolve('listening'));
    });

    expect(await listening).toBe('listening');
  });

  test.each([-1, 1.5, 65_536, Number.NaN])('says that %d is no port', async (port) => {
    await expect(createInspector(createRun(lifts).system, { port })).rejects.toMatchObject({
      code: 'ERR_INSPECTOR_PORT',
      message: `a port is a whole number from 0 to 65535; got ${port}`,
    });
  });

  test.each(['stately.ai/inspect', 'javascript:alert(1)', ''])(
    'says that %j is no address of a page',
    async (page) => {
      await expect(createInspector(createRun(lifts).system, { port: 0, page })).rejects.toMatchObject({
        code: 'ERR_INSPECTOR_PAGE',
      });
    },
  );

  test('takes no commands', async () => {
    const { inspector } = await inspectedLifts();
    const body = JSON.stringify({ event: JSON.stringify({ origin: 'left', data: { type: 'call' } }) });

    const response = await fetch(inspector.address.replace('/?', '/commands?'), { method: 'POST', body });

    expect(response.status).toBe(403);
  });
});

test('a system that has started is inspected no more', async () => {
  const run = createRun(lifts);
  await run.finish();

  await expect(createInspector(run.system, { port: 0 })).rejects.toMatchObject({
    code: 'ERR_INSPECTOR_LATE',
  });
});
