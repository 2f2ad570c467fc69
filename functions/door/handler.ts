import { CITY_PACK } from '../../cities/pack.ts';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { join } from 'node:path';
import { environment } from '../aws/environment.ts';
import { linkSignature } from '../aws/link-signature.ts';
import { faultOf, log } from '../aws/log.ts';
import { listVersions, readLabel } from '../aws/objects.ts';
import { originOf, signRead, signUpload } from '../aws/signed-requests.ts';
import { ledgerOf } from '../store/ledger.ts';
import { findLink, use } from '../store/links.ts';
import { refusal, type Answer } from './answer.ts';
import { answer, type DoorEffects } from './door.ts';
import { pageFiles } from './page-files.ts';

const files = pageFiles(join(import.meta.dirname, 'pages'));
/** The same for the life of a function. */
let origin: Promise<string> | null = null;

const effects = (): DoorEffects => ({
  pack: CITY_PACK,
  files,
  findLink,
  use,
  ledgerOf,
  sign: linkSignature,
  now: () => new Date().toISOString(),
  uploadsOrigin: () => (origin ??= originOf(environment('uploads'))),
  versionsOf: (division) => listVersions(environment('uploads'), [`${division}/`]),
  hasReceipt: async (key) => (await readLabel(environment('receipts'), key, 'submission')) !== null,
  signReceipt: (read) => signRead(environment('receipts'), read),
  signUpload: (allowed) => signUpload(environment('uploads'), allowed),
});

/** Answers a request of API Gateway. Logs never say its address, which is a key. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { requestContext, rawPath, queryStringParameters = {}, body = '', isBase64Encoded } = event;
  const { method } = requestContext.http;
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  try {
    const given = await answer({ method, path: rawPath, query: queryStringParameters, body: text }, effects());
    log.info('answered', { method, status: given.status });
    return enveloped(given);
  } catch (error) {
    log.error('a request failed', { method, fault: faultOf(error) });
    return enveloped(
      refusal(500, { zh: '系统暂时有问题，请稍后再试', en: 'the system has a problem; try again later' }),
    );
  }
}

function enveloped({ status, headers, body }: Answer): APIGatewayProxyStructuredResultV2 {
  const isText = typeof body === 'string';
  return {
    statusCode: status,
    headers: { ...headers },
    body: isText ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: !isText,
  };
}
