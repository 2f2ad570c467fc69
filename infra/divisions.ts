/** The way in for offices that have identities of their own: one role, whose sessions name their division by a tag. */
import { Aws } from 'aws-cdk-lib';
import { AccountRootPrincipal, Effect, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DIVISION_TAG, DRAFTS } from '../shared/contract.ts';
import type { Storage } from './storage.ts';

/** Properties of {@link Divisions}. */
export type DivisionsProps = { readonly storage: Storage };

/** What a policy puts in the place of the session's own division. */
const OWN = `\${aws:PrincipalTag/${DIVISION_TAG}}`;

/** A session may do what the link of its division may: send to one prefix, and read its answers at the same. */
export class Divisions extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { storage }: DivisionsProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      description: 'For identities with the tag division: sends files of this division and reads their receipts',
      // An identity of the account, by the tag that an administrator has given it and that it cannot choose.
      assumedBy: new AccountRootPrincipal()
        .withConditions({
          StringEquals: { [`aws:RequestTag/${DIVISION_TAG}`]: OWN },
          'ForAllValues:StringEquals': { 'aws:TagKeys': [DIVISION_TAG] },
        })
        .withSessionTags(),
      inlinePolicies: { Division: policyFor(storage) },
    });
  }
}

function policyFor({ uploads, receipts, personalDataKey }: Storage): PolicyDocument {
  const allow = (actions: string[], resources: string[], conditions = {}): PolicyStatement =>
    new PolicyStatement({ actions, resources, conditions });
  const drafts = { StringLike: { 's3:prefix': `${DRAFTS}*` } };
  return new PolicyDocument({
    statements: [
      allow(['s3:PutObject', 's3:AbortMultipartUpload'], [uploads.arnForObjects(`${OWN}/*`)]),
      allow(['s3:GetObject'], [receipts.arnForObjects(`${OWN}/*`)]),
      allow(['s3:ListBucket'], [uploads.bucketArn, receipts.bucketArn], { StringLike: { 's3:prefix': `${OWN}/*` } }),
      // Whoever sends or reads a file uses its key, through S3 alone.
      allow(['kms:GenerateDataKey', 'kms:Decrypt'], [personalDataKey.keyArn], {
        StringLike: { 'kms:ViaService': `s3.${Aws.REGION}.*` },
      }),
      // A division is digits; a tag that says otherwise must not lead to where the receipts of all are prepared.
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['s3:GetObject'],
        resources: [receipts.arnForObjects(`${DRAFTS}*`)],
      }),
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['s3:ListBucket'],
        resources: [receipts.bucketArn],
        conditions: drafts,
      }),
    ],
  });
}
