/** Requests and answers as API Gateway wraps them (payload format 2.0). */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { faultOf, log } from '../aws/log.ts';
import { refusal, type Answer, type DoorRequest } from './answer.ts';

/** Answers a request of API Gateway. Logs never say its address, which is a key. */
export async function enveloped(
  event: APIGatewayProxyEventV2,
  answer: (request: DoorRequest) => Promise<Answer>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { requestContext, rawPath, queryStringParameters = {}, body = '', isBase64Encoded } = event;
  const { method } = requestContext.http;
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  try {
    const given = await answer({ method, path: rawPath, query: queryStringParameters, body: text });
    log.info('answered', { method, status: given.status });
    return wrapped(given);
  } catch (error) {
    log.error('a request failed', { method, fault: faultOf(error) });
    return wrapped(refusal(500, { zh: '系统暂时有问题，请稍后再试', en: 'the system has a problem; try again later' }));
  }
}

function wrapped({ status, headers, body }: Answer): APIGatewayProxyStructuredResultV2 {
  const isText = typeof body === 'string';
  return {
    statusCode: status,
    headers: { ...headers },
    body: isText ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: !isText,
  };
}

/** A body as JSON; null for what is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
