import type { AnyActorLogic } from 'xstate';
import { type CreateRunOptions, createRun, type Run } from '../../src/scheduler/run.js';
import type { Outcome } from '../../src/scheduler/scheduler.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';
import { watch, type Watched } from '../system/watch.js';

/** A run that was recorded from its first decision to its end. */
export interface Recording<TLogic extends AnyActorLogic> {
  readonly run: Run<TLogic>;
  readonly watched: Watched;
  readonly outcome: Outcome;
  /** Every line of the trace. */
  readonly trace: readonly string[];
  readonly hash: string;
}

/** Records a run; `before` is called before it starts. */
export async function recorded<TLogic extends AnyActorLogic>(
  logic: TLogic,
  options: CreateRunOptions<TLogic> = {},
  before?: (run: Run<TLogic>) => void | Promise<void>,
): Promise<Recording<TLogic>> {
  const run = createRun(logic, { patience: 20, ...options });
  const watched = watch(run.system);
  const trace: string[] = [];
  const recorder = recordTrace(run, { sink: (line) => trace.push(line) });
  await before?.(run);
  const outcome = await run.finish();
  const { hash } = recorder.close(outcome);
  return { run, watched, outcome, trace, hash };
}
