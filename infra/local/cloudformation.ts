/** Answers DescribeStacks of CloudFormation: by the stack's outputs, clients find its buckets, queues and table. */
import type { QueryOperation } from './endpoint/query-protocol.ts';
import { ServiceError } from './endpoint/service-error.ts';
import type { Xml } from './endpoint/xml.ts';
import { type LoadedTemplate, stackId } from './template/loaded-template.ts';

/** Returns the operations of CloudFormation for the one stack. */
export function cloudFormationOperations(
  template: LoadedTemplate,
  outputs: Readonly<Record<string, string>>,
): Record<string, QueryOperation> {
  return { DescribeStacks: (form) => describeStacks(template, outputs, form.get('StackName')) };
}

function describeStacks(template: LoadedTemplate, outputs: Readonly<Record<string, string>>, name: string | null): Xml {
  const id = stackId(template);
  if (name !== null && ![template.stackName, template.id, id].includes(name)) {
    throw new ServiceError(
      'ValidationError',
      `Stack with id ${name} does not exist. The local stack runs ${template.stackName}.`,
    );
  }
  const stack = {
    StackName: template.stackName,
    StackId: id,
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: new Date(0).toISOString(),
    DisableRollback: false,
    Outputs: { member: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })) },
  };
  return { Stacks: { member: [stack] } };
}
