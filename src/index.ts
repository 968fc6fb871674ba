export type { Address } from './bus/address.js';
export { OUTSIDE } from './bus/address.js';
export type { Bus } from './bus/bus.js';
export type { DeadLetter, DeadLetterReason } from './bus/dead-letter.js';
export type { Endpoint, Envelope, EnvelopeKind } from './bus/lane.js';
export type { Clock } from './clock/clock.js';
export { createRealClock } from './clock/real-clock.js';
export { fromRxScheduler } from './clock/rxjs-clock.js';
export { createScaledClock } from './clock/scaled-clock.js';
export { createVirtualClock, type VirtualClock } from './clock/virtual-clock.js';
export { createRandom, type Random } from './random/random.js';
export { type CooperativeOptions, createCooperativeScheduler } from './scheduler/cooperative-scheduler.js';
export {
  type CreateRunOptions,
  createRun,
  DEFAULT_PATIENCE,
  DEFAULT_SEED,
  type Run,
} from './scheduler/run.js';
export type { Outcome, OutcomeStatus, RunOptions, Scheduler } from './scheduler/scheduler.js';
export type { Order } from './scheduler/selector.js';
export type { BlockingClock, LogicSource, LogicSources } from './scheduler/workers/logic-source.js';
export type { Place, Places } from './scheduler/workers/placement.js';
export {
  HostingError,
  type HostingProblem,
  NotCloneableError,
  ThreadLostError,
} from './scheduler/workers/workers-errors.js';
export type { LostThread, Restart } from './scheduler/workers/lost-actors.js';
export {
  createWorkersScheduler,
  type WorkersOptions,
  type WorkersScheduler,
} from './scheduler/workers/workers-scheduler.js';
export type { AsyncTaskKind, PendingTask } from './system/async-task.js';
export type {
  ControlledSystem,
  CreatedActor,
  Quiescence,
  SystemOptions,
} from './system/controlled-system.js';
export type { SystemFailure } from './system/system-failure.js';
export type { SystemMemento } from './system/system-memento.js';
export type { Decision, DecisionKind } from './system/decision.js';
export type { Effect, EndStatus } from './system/effect.js';
export { CrashError, type Fault, type FaultKind } from './system/fault.js';
export { createSystem } from './system/seamed-system.js';
export type { Arrival, Emission, Step } from './system/step.js';
export { DecisionError, UnknownAddressError } from './system/system-errors.js';
export type { Timer } from './system/timer.js';
export {
  type DrawOptions,
  drawTrace,
  type PictureKind,
  pictureKinds,
} from './trace/pictures/draw-trace.js';
export { PictureError, type PictureProblem } from './trace/pictures/picture-error.js';
export type { Section } from './trace/pictures/section.js';
export { verifyTrace, type TraceLines } from './trace/read-trace.js';
export { type ReplayOptions, type ReplayResult, type ReplaySubject, replayTrace } from './trace/replay.js';
export { ReplayDivergence, TraceError, type TraceProblem } from './trace/trace-errors.js';
export { openTraceFile, readLines, type TraceFile } from './trace/trace-file.js';
export type {
  TraceArrival,
  TraceEffect,
  TraceHeader,
  TraceSink,
  TraceState,
  TraceStep,
  TraceSummary,
} from './trace/trace-format.js';
export { type Recorder, type RecorderOptions, recordTrace } from './trace/trace-recorder.js';
