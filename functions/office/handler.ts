import { CITY_PACK } from '../../cities/pack.ts';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { join } from 'node:path';
import type { SummaryInput } from '../../shared/contract.ts';
import { linkSignature } from '../aws/link-signature.ts';
import { enveloped } from '../http/envelope.ts';
import { pageFiles } from '../http/page-files.ts';
import { environment } from '../aws/environment.ts';
import { decide, DecisionConflictError } from '../store/decisions.ts';
import { readText } from '../aws/objects.ts';
import { signRead } from '../aws/signed-requests.ts';
import { runState, startRun } from '../aws/state-machine.ts';
import { ledger } from '../store/ledger.ts';
import { findLink, use } from '../store/links.ts';
import { answer, type OfficeEffects } from './office.ts';

const files = pageFiles(join(import.meta.dirname, 'pages'));

const EFFECTS: OfficeEffects = {
  pack: CITY_PACK,
  files,
  findLink,
  use,
  ledger,
  sign: linkSignature,
  now: () => new Date().toISOString(),
  readReport: (key) => readText(environment('reports'), key),
  signReport: (read) => signRead(environment('reports'), read),
  startSummary: (period, name) => startRun(environment('summaryStateMachine'), name, { period } satisfies SummaryInput),
  summaryRun: (name) => runState(environment('summaryStateMachine'), name),
  decide: (period, known, decision) =>
    decide(environment('reports'), period, known, decision).then(
      () => true,
      (error: unknown) => {
        if (error instanceof DecisionConflictError) return false;
        throw error;
      },
    ),
};

/** Answers a request for the page of an office, or from it. */
export const handler = (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
  enveloped(event, (request) => answer(request, EFFECTS));
