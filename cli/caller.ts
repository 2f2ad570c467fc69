/**
 * The ARN under which this command asks AWS: who may run it types a name, AWS knows who runs it. Null at a service on
 * one machine, where nobody has an identity.
 */
export async function callerArn(): Promise<string | null> {
  if (process.env['AWS_ENDPOINT_URL'] !== undefined) return null;
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  return Arn ?? null;
}
