/**
 * The JSON protocol of AWS, which Step Functions and KMS speak: the header x-amz-target of a request names the
 * operation, and its body is a JSON object.
 */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../template/json.ts';
import { type RequestHandler, readBody } from './request.ts';
import { ServiceError } from './service-error.ts';

/** Carries out one operation and returns its answer. A `ServiceError` that it throws is answered with status 400. */
export type JsonOperation = (body: JsonObject) => object;

/** A service that speaks the protocol. */
export type JsonService = {
  readonly name: string;
  readonly version: '1.0' | '1.1';
  readonly operations: Readonly<Record<string, JsonOperation>>;
};

/** Returns the handler that looks up a request's operation and sends its answer. */
export function jsonHandler({ name, version, operations }: JsonService): RequestHandler {
  return async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    try {
      const body = JSON.parse((await readBody(request)).toString('utf8') || '{}') as JsonObject;
      const carryOut = operations[operation];
      if (!carryOut) {
        throw new ServiceError(
          'UnknownOperationException',
          `${name} ${operation} is not supported. Expected ${Object.keys(operations).join(', ')}.`,
        );
      }
      sendJson(response, { version, status: 200, body: carryOut(body) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      sendJson(response, { version, status: 400, body: { __type: error.code, message: error.message } });
    }
  };
}

/** Sends a JSON object. */
export function sendJson(
  response: ServerResponse,
  { version, status, body }: { readonly version: '1.0' | '1.1'; readonly status: number; readonly body: object },
): void {
  response
    .writeHead(status, { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() })
    .end(JSON.stringify(body));
}
