/** Which reminders were sent, so that one that is due twice is sent once (docs/decisions/0086-reminders.md). */
import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { remindersPartition } from '../../shared/ledger/keys.ts';
import { lateTownships, type Reminder } from '../../shared/office/reminders.ts';
import { environment } from '../aws/environment.ts';
import { client, itemKey, type Item } from '../aws/table.ts';
import { sha256 } from './manifest.ts';

/** A function that has not sent what it took on within this time has died: its limit is shorter (infra/reminders.ts). */
export const TAKEN_ON_MS = 60_000;

/** An office, a day (city date) and a set of townships have one item. */
const keyOf = (reminder: Reminder, day: string): Item => {
  const { period, office } = reminder;
  const townships = sha256(lateTownships(reminder).join()).slice(0, 16);
  return itemKey(remindersPartition(period), `${day}#${office}#${townships}`);
};

/**
 * Takes a reminder on, to send it.
 * @param now ISO 8601 UTC
 * @returns false when it was sent, or somebody is sending it at this moment
 */
export async function takeOn(reminder: Reminder, day: string, now: string): Promise<boolean> {
  const before = new Date(Date.parse(now) - TAKEN_ON_MS).toISOString();
  try {
    await client.send(
      new PutItemCommand({
        TableName: environment('table'),
        Item: { ...keyOf(reminder, day), takenOn: { S: now }, sent: { BOOL: false } },
        ConditionExpression: 'attribute_not_exists(#takenOn) OR (#sent = :no AND #takenOn < :before)',
        ExpressionAttributeNames: { '#takenOn': 'takenOn', '#sent': 'sent' },
        ExpressionAttributeValues: { ':no': { BOOL: false }, ':before': { S: before } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Notes that a reminder was sent. */
export async function noteSent(reminder: Reminder, day: string): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: environment('table'),
      Key: keyOf(reminder, day),
      UpdateExpression: 'SET #sent = :yes',
      ExpressionAttributeNames: { '#sent': 'sent' },
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
    }),
  );
}
