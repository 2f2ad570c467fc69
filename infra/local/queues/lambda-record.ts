/** The form in which Lambda gives a message of a queue to a function. */
import { REGION } from '../account.ts';
import type { Message, Queue } from './fauxqs.ts';

/** One record of the event that a function gets. */
export type LambdaSqsRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Record<string, string>;
  readonly messageAttributes: Record<string, unknown>;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
};

/** Returns the record of a message that was received from a queue. */
export function lambdaRecord(queue: Queue, message: Message, receiptHandle: string): LambdaSqsRecord {
  const { messageId, body, md5OfBody } = message;
  return {
    messageId,
    receiptHandle,
    body,
    attributes: systemAttributes(message),
    messageAttributes: ownAttributes(message),
    md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: REGION,
  };
}

function systemAttributes(message: Message): Record<string, string> {
  const { sentTimestamp, approximateFirstReceiveTimestamp, messageGroupId, messageDeduplicationId } = message;
  return {
    ApproximateReceiveCount: String(message.approximateReceiveCount),
    SentTimestamp: String(sentTimestamp),
    SenderId: 'LOCAL',
    ApproximateFirstReceiveTimestamp: String(approximateFirstReceiveTimestamp ?? sentTimestamp),
    ...(messageGroupId === undefined ? {} : { MessageGroupId: messageGroupId }),
    ...(messageDeduplicationId === undefined ? {} : { MessageDeduplicationId: messageDeduplicationId }),
  };
}

/** Returns the attributes that the sender gave the message. */
function ownAttributes({ messageAttributes }: Message): Record<string, unknown> {
  const entries = Object.entries(messageAttributes).map(([name, value]) => {
    const { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue } = value;
    return [name, { dataType, stringValue, binaryValue, stringListValues: [], binaryListValues: [] }];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}
