/** Tells by the headers of a request which service it is for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mustBeSigned } from './access.ts';
import { sendJson } from './json-protocol.ts';
import type { HttpApis } from '../http-api/http-apis.ts';
import { BodyTooLargeError, type RequestHandler } from './request.ts';
import { xmlDocument } from './xml.ts';

/** The handlers of the services that share the endpoint. */
export type ServiceHandlers = {
  readonly s3: RequestHandler;
  readonly queues: RequestHandler;
  readonly tables: RequestHandler;
  readonly stepFunctions: RequestHandler;
  readonly keys: RequestHandler;
  /** Answers the query protocol: CloudFormation and SNS. */
  readonly query: RequestHandler;
  readonly httpApis: HttpApis;
};

/**
 * Returns the handler that passes each request to its service. If the service fails, the request is answered with
 * status 500, which clients retry.
 */
export function routeRequests(handlers: ServiceHandlers, log: (line: string) => void): RequestHandler {
  return async (request, response) => {
    try {
      const handler = chooseHandler(handlers, request);
      // S3 checks signatures, and functions behind an HTTP API the links of their callers. All else is for programs of
      // this machine only.
      const asksForProof = handler === handlers.s3 || handler === handlers.httpApis.handle;
      if (!asksForProof && mustBeSigned(request)) refuseForeigner(request, response);
      else await handler(request, response);
    } catch (error) {
      log(`${request.method} ${request.url} failed: ${error instanceof Error ? error.stack : String(error)}`);
      sendError(response, error);
      if (!request.complete) request.resume();
    }
  };
}

function chooseHandler(handlers: ServiceHandlers, request: IncomingMessage): RequestHandler {
  if (handlers.httpApis.owns(request)) return handlers.httpApis.handle;
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const prefix = target.split('.')[0]!;
    if (prefix.startsWith('DynamoDB_')) return handlers.tables;
    if (prefix === 'AmazonSQS') return handlers.queues;
    if (prefix === 'AWSStepFunctions') return handlers.stepFunctions;
    if (prefix === 'TrentService') return handlers.keys;
    return (_request, response) => refuseTarget(target, response);
  }
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const isQuery = request.method === 'POST' && isForm && request.url?.split('?')[0] === '/';
  return isQuery ? handlers.query : handlers.s3;
}

function refuseTarget(target: string, response: ServerResponse): void {
  const message =
    `${target} is not supported. ` +
    'The local stack answers S3, SQS, DynamoDB, Step Functions, KMS and CloudFormation.';
  sendJson(response, { version: '1.0', status: 400, body: { __type: 'UnknownOperationException', message } });
}

function refuseForeigner(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const message = 'This part of the local service answers programs of its own machine only.';
  sendJson(response, { version: '1.0', status: 403, body: { __type: 'AccessDeniedException', message } });
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const isTooLarge = error instanceof BodyTooLargeError;
  const document = xmlDocument('Error', {
    Code: isTooLarge ? 'MaxMessageLengthExceeded' : 'InternalError',
    Message: error instanceof Error ? error.message : String(error),
  });
  response.writeHead(isTooLarge ? 400 : 500, { 'content-type': 'application/xml' }).end(document);
}
