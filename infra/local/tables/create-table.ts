/** Creates the template's tables in dynalite. */
import { setTimeout as sleep } from 'node:timers/promises';
import { REGION } from '../account.ts';
import { type JsonObject, textOf } from '../template/json.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { TemplateError } from '../template/template-error.ts';

/**
 * Creates a table, or finds the table of an earlier run. It throws for a table whose key differs from the template's,
 * since its items would be lost.
 */
export async function createTable(endpoint: string, resource: ResolvedResource): Promise<void> {
  const { logicalId, ref: name, properties } = resource;
  const { AttributeDefinitions, KeySchema, BillingMode } = properties;
  if (BillingMode !== 'PAY_PER_REQUEST') {
    throw new TemplateError(
      `Table ${logicalId}: BillingMode must be PAY_PER_REQUEST, got ${JSON.stringify(BillingMode)}.`,
    );
  }
  const definition = { TableName: name, AttributeDefinitions, KeySchema, BillingMode };
  const { status, body } = await callDynalite(endpoint, 'CreateTable', definition);
  if (status !== 200 && !textOf(body['__type']).endsWith('ResourceInUseException')) {
    throw new TemplateError(`Table ${logicalId} cannot be made: ${JSON.stringify(body)}.`);
  }
  for (;;) {
    const described = await callDynalite(endpoint, 'DescribeTable', { TableName: name });
    const { Table: table } = described.body as { Table: JsonObject };
    checkKey(table, resource);
    if (table['TableStatus'] === 'ACTIVE') return;
    await sleep(2);
  }
}

function checkKey(table: JsonObject, { logicalId, ref: name, properties }: ResolvedResource): void {
  const found = JSON.stringify(table['KeySchema']);
  const declared = JSON.stringify(properties['KeySchema']);
  if (found === declared) return;
  throw new TemplateError(
    `Table ${logicalId}: the data folder has ${name} with the key ${found}, the template says ${declared}. ` +
      'Start with an empty data folder.',
  );
}

/** dynalite wants to see a signature and does not check it. */
const SIGNATURE =
  `AWS4-HMAC-SHA256 Credential=local/20000101/${REGION}/dynamodb/aws4_request, ` +
  'SignedHeaders=host, Signature=local';

type Answer = { readonly status: number; readonly body: JsonObject };

async function callDynalite(endpoint: string, operation: string, body: object): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20000101T000000Z',
      authorization: SIGNATURE,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as JsonObject };
}
