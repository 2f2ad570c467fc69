/** The errors of a running state machine, and the Retry and Catch entries that name them. */
import { FunctionError } from '../functions/function-error.ts';
import { type Json, type JsonObject, isObject, itemsOf } from '../template/json.ts';

/** A state failed. `error` is the name that Retry and Catch look for. */
export class StateError extends Error {
  override name = 'StateError';
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** Returns the state error for whatever was thrown. */
export function stateErrorOf(error: unknown): StateError {
  if (error instanceof StateError) return error;
  if (error instanceof FunctionError) return new StateError(error.errorType, JSON.stringify(error.payload));
  return new StateError('States.Runtime', String(error));
}

/** Returns the first entry of Retry or Catch that names the error. */
export function matchingEntry(entries: Json | undefined, { error }: StateError): JsonObject | undefined {
  return itemsOf(entries)
    .filter(isObject)
    .find(({ ErrorEquals: names }) => itemsOf(names).some((name) => name === error || isClassOf(name, error)));
}

/** Whether a name stands for many errors, and this error is one of them. */
function isClassOf(name: Json, error: string): boolean {
  if (name === 'States.ALL') return error !== 'States.DataLimitExceeded' && error !== 'States.Runtime';
  return name === 'States.TaskFailed' && !error.startsWith('States.');
}
