export type { AuditDifference, AuditReport } from './explorer/audit/audit-schedules.js';
export type { Culprit } from './explorer/audit/culprits.js';
export type { HostFunction } from './explorer/audit/host-calls.js';
export { check, CheckError } from './explorer/check.js';
export {
  type Counts,
  type Coverage,
  type MachineCoverage,
  mergeCoverage,
} from './explorer/coverage/coverage.js';
export type { CoverageMeasure, Share } from './explorer/coverage/coverage-gaps.js';
export { coverageText } from './explorer/coverage/coverage-text.js';
export {
  type CoverageDemand,
  CoverageError,
  type CoverageGap,
  demandCoverage,
} from './explorer/coverage/demand-coverage.js';
export {
  explore,
  type ExploreReport,
  type Verdict,
} from './explorer/explore.js';
export type { ExploreOptions } from './explorer/explore-options.js';
export {
  ExploreOptionError,
  NondeterminismError,
  ReplayLineError,
  ReplayMismatchError,
  ReplaySystemError,
  SubjectError,
} from './explorer/explorer-errors.js';
export type { FailingSchedule } from './explorer/failing-schedule.js';
export type { FaultPlan, FaultPlans } from './explorer/faults.js';
export {
  followPaths,
  type FollowPathsOptions,
  type LeftPath,
  type PathsReport,
} from './explorer/paths/follow-paths.js';
export type { PathKind } from './explorer/paths/machine-paths.js';
export type { Departure } from './explorer/paths/path-walk.js';
export { PathsError } from './explorer/paths/paths-error.js';
export type { Invariant } from './explorer/properties/invariant.js';
export type { Monitor, MonitorEvent } from './explorer/properties/monitor.js';
export type { UnhandledEventsOptions } from './explorer/properties/unhandled-events.js';
export type { Property, RunEnd, Violation, Watch } from './explorer/property.js';
export { type ExploredText, exploreAndTell, type TellOptions } from './explorer/report/explored-text.js';
export {
  explainReport,
  type FailureExplanation,
  type FailurePlace,
} from './explorer/report/failure-explanation.js';
export type { DecisiveExchange } from './explorer/report/decisive-exchange.js';
export type { LivingActor } from './explorer/report/living-actor.js';
export type { ReportLine, ReportTone } from './explorer/report/report-line.js';
export { reportLines, type ReportOptions, textOf } from './explorer/report/report-text.js';
export { saveFailure, type SavedFailure } from './explorer/report/saved-failure.js';
export type { RecordedStep } from './explorer/report/schedule-record.js';
export { sequenceDiagram } from './explorer/report/sequence-diagram.js';
export type { ActorState } from './trace/words/state-text.js';
export type { Statistics } from './explorer/statistics.js';
export { type MinimalSchedule, shrink, type ShrinkOptions } from './explorer/shrinking/shrink.js';
export { type DelayBoundedOptions, delayBounded } from './explorer/strategies/delay-bounded.js';
export {
  exhaustiveStates,
  type ExhaustiveStatesOptions,
} from './explorer/strategies/exhaustive-states.js';
export { exhaustive, type ExhaustiveOptions } from './explorer/strategies/exhaustive.js';
export { pct, type PctOptions } from './explorer/strategies/pct.js';
export { portfolio } from './explorer/strategies/portfolio.js';
export { random } from './explorer/strategies/random.js';
export { replay } from './explorer/strategies/replay.js';
export { urw } from './explorer/strategies/urw.js';
export type {
  Exploration,
  Picker,
  Sampler,
  Situation,
  Strategy,
  StrategyOptions,
} from './explorer/strategy.js';
export type { Subject, SubjectFactory } from './explorer/subject.js';
export type { SystemState, TimerState } from './explorer/system-state.js';
export type { SystemView } from './explorer/system-view.js';
export {
  factoryFrom,
  type FactoryFromOptions,
  type ModuleFactory,
  type SharedProperties,
} from './explorer/threads/module-factory.js';
export { ThreadsError } from './explorer/threads/threads-error.js';
export type { UnfinishedSchedule } from './explorer/unfinished-schedule.js';
