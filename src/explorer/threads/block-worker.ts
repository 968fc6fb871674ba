import { parentPort, workerData } from 'node:worker_threads';
import { runBlock } from './block.js';
import type { BlockAnswer, BlockRequest, BlockThreadData } from './block-messages.js';
import { factoryFrom } from './module-factory.js';

// A thread that runs blocks of schedules, one at a time, as it is told. Loaded by URL from block-thread.ts.

const { from, sampler, options, shared } = workerData as BlockThreadData;
const factory = factoryFrom(from.url, from);

parentPort?.on('message', ({ block }: BlockRequest) => {
  void answer(block).then((message) => parentPort?.postMessage(message));
});

async function answer(block: number): Promise<BlockAnswer> {
  try {
    const made = await factory;
    const properties = Object.fromEntries(shared.map((name) => [name, made.shared[name]]));
    return { block, part: await runBlock(made, sampler, block, { ...options, ...properties }) };
  } catch (error) {
    return { block, problem: error instanceof Error ? error.message : String(error) };
  }
}
