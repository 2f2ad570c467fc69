/** Answers SNS. A topic has no subscribers here: what is published to it goes to the log. */
import { randomUUID } from 'node:crypto';
import type { QueryOperation } from './endpoint/query-protocol.ts';

/** Returns the operations of SNS. */
export function topicOperations(log: (line: string) => void): Record<string, QueryOperation> {
  return {
    Publish: (form) => {
      const topic = form.get('TopicArn') ?? form.get('TargetArn') ?? '';
      log(`${topic}: ${form.get('Subject') ?? ''}: ${form.get('Message') ?? ''}`);
      return { MessageId: randomUUID() };
    },
  };
}
