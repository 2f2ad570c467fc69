/** The one endpoint: tells by the headers of a request which service it is for, and answers CloudFormation and SNS itself. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, type Executions } from './executions.ts';
import { readBody } from './s3-body.ts';
import { type JsonObject, type LoadedTemplate, stackId } from './template.ts';
import { xmlDocument } from './xml.ts';

/** A function that answers requests of one service. */
export type Service = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
export type Services = {
  readonly s3: Service;
  readonly sqs: Service;
  readonly dynamodb: Service;
  readonly states: Service;
  readonly keys: Service;
  readonly query: Service;
};

/** The request listener of the endpoint. A fault of a service becomes an answer with status 500, which clients retry. */
export function router(
  services: Services,
  log: (line: string) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    void (async () => {
      try {
        await choose(services, request)(request, response);
      } catch (error) {
        log(`${request.method} ${request.url} failed: ${error instanceof Error ? error.stack : String(error)}`);
        if (response.headersSent) response.destroy();
        else
          response
            .writeHead(500, { 'content-type': 'application/xml' })
            .end(xmlDocument('Error', { Code: 'InternalError', Message: String(error) }));
      }
    })();
  };
}

function choose(services: Services, request: IncomingMessage): Service {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const prefix = target.split('.')[0]!;
    if (prefix.startsWith('DynamoDB_')) return services.dynamodb;
    if (prefix === 'AmazonSQS') return services.sqs;
    if (prefix === 'AWSStepFunctions') return services.states;
    if (prefix === 'TrentService') return services.keys;
    return async (_request, response) =>
      sendJson(response, 400, {
        __type: 'UnknownOperationException',
        message: `${target} is not supported. The local stack answers S3, SQS, DynamoDB, Step Functions, KMS and CloudFormation.`,
      });
  }
  const form = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return request.method === 'POST' && form && request.url?.split('?')[0] === '/' ? services.query : services.s3;
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() })
    .end(JSON.stringify(body));
}

/** The Step Functions API. */
export function statesService(executions: Executions): Service {
  return async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    try {
      const body = JSON.parse((await readBody(request)).toString('utf8') || '{}') as JsonObject;
      sendJson(response, 200, executions.call(operation, body));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      sendJson(response, 400, { __type: error.code, message: error.message });
    }
  };
}

/** The query protocol: DescribeStacks of CloudFormation and Publish of SNS, whose message goes to `published`. */
export function queryService(
  template: LoadedTemplate,
  outputs: Readonly<Record<string, string>>,
  published: (topic: string, subject: string, message: string) => void,
): Service {
  return async (request, response) => {
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    const action = form.get('Action') ?? '';
    const send = (status: number, root: string, content: Parameters<typeof xmlDocument>[1]) =>
      void response.writeHead(status, { 'content-type': 'text/xml' }).end(xmlDocument(root, content));
    const refuse = (code: string, message: string) =>
      send(400, 'ErrorResponse', { Error: { Type: 'Sender', Code: code, Message: message }, RequestId: 'local' });
    const answer = (result: Parameters<typeof xmlDocument>[1]) =>
      send(200, `${action}Response`, { [`${action}Result`]: result, ResponseMetadata: { RequestId: 'local' } });

    if (action === 'Publish') {
      published(
        form.get('TopicArn') ?? form.get('TargetArn') ?? '',
        form.get('Subject') ?? '',
        form.get('Message') ?? '',
      );
      return answer({ MessageId: randomUUID() });
    }
    if (action === 'DescribeStacks') {
      const name = form.get('StackName');
      if (name !== null && ![template.stackName, template.id, stackId(template)].includes(name)) {
        return refuse(
          'ValidationError',
          `Stack with id ${name} does not exist. The local stack runs ${template.stackName}.`,
        );
      }
      const stack = {
        StackName: template.stackName,
        StackId: stackId(template),
        StackStatus: 'CREATE_COMPLETE',
        CreationTime: new Date(0).toISOString(),
        DisableRollback: false,
        Outputs: { member: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })) },
      };
      return answer({ Stacks: { member: [stack] } });
    }
    refuse('InvalidAction', `The action ${action} is not supported. Expected DescribeStacks or Publish.`);
  };
}
