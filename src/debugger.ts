export type { Breakpoint, BreakpointKind } from './debugger/breakpoint.js';
export { type Answer, createDebugConsole, type DebugConsole } from './debugger/console/debug-console.js';
export {
  createDebugger,
  type Debugger,
  type DebuggerOptions,
  type Stop,
  type StopReason,
} from './debugger/create-debugger.js';
export type { BrokenProperty, DebugStep } from './debugger/debug-step.js';
export { DebuggerError, type DebuggerErrorCode } from './debugger/debugger-errors.js';
export { ExpressionError } from './debugger/expression/expression-error.js';
export {
  type PlannedArrival,
  type Recording,
  recordingOfSchedule,
  recordingOfTrace,
} from './debugger/recording.js';
export type { Choice } from './explorer/choice.js';
export type { RecordedStep } from './explorer/report/schedule-record.js';
export type { ReportLine, ReportTone } from './explorer/report/report-line.js';
export type { Subject } from './explorer/subject.js';
export type { SystemView } from './explorer/system-view.js';
