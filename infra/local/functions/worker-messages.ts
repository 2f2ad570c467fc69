/** What a function's worker thread and its owner say to each other. */

/** What the worker is started with. */
export type WorkerStart = {
  readonly module: string;
  readonly exportName: string;
  readonly name: string;
  readonly arn: string;
  readonly memoryMb: number;
};

/** One invocation, for a worker that is ready. */
export type WorkerCall = {
  readonly requestId: string;
  readonly event: unknown;
  /** When the invocation times out, in milliseconds since 1970. */
  readonly deadline: number;
};

/** An error of the function, or of its start. */
export type WorkerFailure = {
  readonly kind: 'error';
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: string[];
};

/** What the worker answers: that it is ready, the result of an invocation, or an error. */
export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: unknown }
  | WorkerFailure;
