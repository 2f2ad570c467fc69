import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { environment } from './environment.ts';

const client = new SQSClient({});
const MESSAGES_PER_BATCH = 10;

/** Offers a received message again after some seconds, when it is given back; by default at once. */
export async function offerAgain(receiptHandle: string, seconds = 0): Promise<void> {
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: environment('queue'),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
}

/** Puts messages into the ingest queue. @returns how many were taken; the others are found again by the next sweep */
export async function sendAll(bodies: readonly string[]): Promise<number> {
  let taken = 0;
  for (let start = 0; start < bodies.length; start += MESSAGES_PER_BATCH) {
    const { Successful } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: environment('queue'),
        Entries: bodies
          .slice(start, start + MESSAGES_PER_BATCH)
          .map((body, index) => ({ Id: String(index), MessageBody: body })),
      }),
    );
    taken += Successful?.length ?? 0;
  }
  return taken;
}
