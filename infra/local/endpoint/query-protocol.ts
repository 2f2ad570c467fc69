/** The query protocol of AWS, which CloudFormation and SNS speak: a request is a form, and its Action the operation. */
import type { ServerResponse } from 'node:http';
import { type RequestHandler, readBody } from './request.ts';
import { ServiceError } from './service-error.ts';
import { type Xml, xmlDocument } from './xml.ts';

/** Carries out one action and returns its result. A `ServiceError` that it throws is answered with status 400. */
export type QueryOperation = (form: URLSearchParams) => Xml;

/** Returns the handler that looks up a request's action and sends its result. */
export function queryHandler(operations: Readonly<Record<string, QueryOperation>>): RequestHandler {
  return async (request, response) => {
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    const action = form.get('Action') ?? '';
    try {
      const result = findOperation(operations, action)(form);
      const content = { [`${action}Result`]: result, ResponseMetadata: { RequestId: 'local' } };
      sendXml(response, 200, xmlDocument(`${action}Response`, content));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const content = { Type: 'Sender', Code: error.code, Message: error.message };
      sendXml(response, 400, xmlDocument('ErrorResponse', { Error: content, RequestId: 'local' }));
    }
  };
}

function findOperation(operations: Readonly<Record<string, QueryOperation>>, action: string): QueryOperation {
  const operation = operations[action];
  if (operation) return operation;
  const expected = Object.keys(operations).join(' or ');
  throw new ServiceError('InvalidAction', `The action ${action} is not supported. Expected ${expected}.`);
}

function sendXml(response: ServerResponse, status: number, document: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(document);
}
