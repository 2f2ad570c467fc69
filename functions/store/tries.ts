import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { attemptsPartition } from '../../shared/ledger/keys.ts';
import { earlierTries, type EarlierTries, type Start } from '../../shared/ledger/tries.ts';
import { environment } from '../aws/environment.ts';
import { client, itemKey, pause, TRIES, type Item } from '../aws/table.ts';

/** Notes what one delivery of a message does about object versions. */
export type TryNotes = {
  /** Notes a start of work on a version. @returns the tries before it */
  readonly beginTry: (versionId: string) => Promise<EarlierTries>;
  /**
   * Notes how the start ended: it is taken back, or it ended with an error of our own. A start that dies notes nothing.
   */
  readonly endTry: (versionId: string, how: 'taken back' | 'fault') => Promise<void>;
};

const BEGUN = 'begun';
const FAULT = 'fault';

/**
 * The notes of one delivery: an attribute of the version's item, so that a note that is written twice is one note.
 * @param invocation tells the deliveries of a message apart
 */
export function tryNotes(message: string, invocation: string): TryNotes {
  const name = `try#${message}#${invocation}`;
  const note = (versionId: string, value: string): Promise<Item> =>
    update(versionId, 'SET #name = :value', { '#name': name }, { ':value': { S: value } });
  return {
    beginTry: async (versionId) => earlierTries(startsIn(await note(versionId, BEGUN)), message),
    async endTry(versionId, how) {
      await persist(() =>
        how === 'fault'
          ? note(versionId, FAULT)
          : // An outage is met by thousands of messages, and an item holds 400 KB: what is taken back leaves nothing.
            update(versionId, 'REMOVE #name', { '#name': name }),
      );
    },
  };
}

/**
 * Tries for some seconds to write: a start that is not taken back counts as a death, and a file is given up after few
 * of these.
 */
async function persist(write: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt++)
    try {
      await write();
      return;
    } catch (error) {
      if (attempt >= TRIES) throw error;
      await pause(attempt);
    }
}

async function update(
  versionId: string,
  expression: string,
  names: Record<string, string>,
  values?: Item,
): Promise<Item> {
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: environment('table'),
      Key: itemKey(attemptsPartition(versionId), 'attempts'),
      UpdateExpression: expression,
      ExpressionAttributeNames: names,
      ...(values ? { ExpressionAttributeValues: values } : {}),
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes ?? {};
}

const startsIn = (item: Item): Start[] =>
  Object.entries(item).flatMap(([attribute, value]) => {
    const [kind, message = ''] = attribute.split('#');
    return kind === 'try' ? [{ message, isFault: value.S === FAULT }] : [];
  });
