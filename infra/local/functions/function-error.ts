/** A function failed. As in Lambda's answer, `errorType` is the name of what it threw. */
export class FunctionError extends Error {
  override name = 'FunctionError';
  readonly errorType: string;
  readonly payload: { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };
  constructor(functionName: string, errorType: string, errorMessage: string, trace: readonly string[] = []) {
    super(`${functionName}: ${errorType}: ${errorMessage}`);
    this.errorType = errorType;
    this.payload = { errorType, errorMessage, trace };
  }
}
