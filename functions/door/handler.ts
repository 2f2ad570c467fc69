import { CITY_PACK } from '../../cities/pack.ts';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { join } from 'node:path';
import { environment } from '../aws/environment.ts';
import { linkSignature } from '../aws/link-signature.ts';
import { listVersions, readLabel } from '../aws/objects.ts';
import { originOf, signRead, signUpload } from '../aws/signed-requests.ts';
import { audit, ledgerOf } from '../store/ledger.ts';
import { enveloped } from '../http/envelope.ts';
import { pageFiles } from '../http/page-files.ts';
import { findLink, use } from '../store/links.ts';
import { answer, type DoorEffects } from './door.ts';

const files = pageFiles(join(import.meta.dirname, 'pages'));
/** The same for the life of a function, once it is known. */
let origin: string | null = null;

const effects = (): DoorEffects => ({
  pack: CITY_PACK,
  files,
  findLink,
  use,
  ledgerOf,
  sign: linkSignature,
  now: () => new Date().toISOString(),
  uploadsOrigin: async () => (origin ??= await originOf(environment('uploads'))),
  versionsOf: (division) => listVersions(environment('uploads'), [`${division}/`]),
  hasReceipt: async (key) => (await readLabel(environment('receipts'), key, 'submission')) !== null,
  signReceipt: (read) => signRead(environment('receipts'), read),
  audit,
  signUpload: (allowed) => signUpload(environment('uploads'), allowed),
});

/** Answers a request for the page of a division, or from it. */
export const handler = (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
  enveloped(event, (request) => answer(request, effects()));
