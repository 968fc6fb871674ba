/**
 * Why a system cannot be inspected:
 *
 * - `ERR_INSPECTOR_PORT`: there is no listening on that port
 * - `ERR_INSPECTOR_PAGE`: what should be the address of the inspector's page is none
 * - `ERR_INSPECTOR_LATE`: the system has been started before
 * - `ERR_INSPECTOR_MISSING`: a package that is needed for it is not installed
 */
export type InspectorErrorCode =
  | 'ERR_INSPECTOR_PORT'
  | 'ERR_INSPECTOR_PAGE'
  | 'ERR_INSPECTOR_LATE'
  | 'ERR_INSPECTOR_MISSING';

/** A system that cannot be inspected as asked. */
export class InspectorError extends Error {
  override readonly name = 'InspectorError';

  constructor(
    readonly code: InspectorErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
