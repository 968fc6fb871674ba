export {
  createInspector,
  DEFAULT_INSPECTOR_PORT,
  type Inspector,
  type InspectorOptions,
} from './inspector/create-inspector.js';
export { InspectorError, type InspectorErrorCode } from './inspector/inspector-error.js';
export type { PageKind } from './inspector/page-kind.js';
