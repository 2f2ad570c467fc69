import {
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { attemptsPartition } from '../../shared/ledger/keys.ts';
import { earlierTries, type EarlierTries, type Start } from '../../shared/ledger/tries.ts';
import { environment } from '../aws/environment.ts';
import { client, itemKey, pause, TRIES, type Item } from '../aws/table.ts';

/** Another invocation works on the version. Who meets this waits, and finds the version done. */
export class HeldVersionError extends Error {
  override name = 'HeldVersionError';
  /** For how long it has done so. */
  readonly heldMs: number;

  constructor(heldMs: number) {
    super('another invocation works on the version');
    this.heldMs = heldMs;
  }
}

/** Notes what one delivery of a message does about object versions. */
export type TryNotes = {
  /**
   * Notes a start of work on a version, and holds the version until that work is over.
   * @returns the tries before it
   * @throws HeldVersionError
   */
  readonly beginTry: (versionId: string) => Promise<EarlierTries>;
  /** Notes how the start ended, and that the version is free again. A start that dies notes nothing. */
  readonly endTry: (versionId: string, how: Ending) => Promise<void>;
};

/** A start that is done or taken back counts no longer; one that ended with an error of our own is a try. */
export type Ending = 'done' | 'taken back' | 'fault';

/** One delivery of a message of the queue. */
export type Delivery = {
  readonly message: string;
  /** Tells the deliveries of a message apart. */
  readonly invocation: string;
  /** Milliseconds that the invocation may still run. */
  readonly remainingMs: () => number;
};

const BEGUN = 'begun';
const FAULT = 'fault';
const HOLDER = 'holder';
const HELD_SINCE = 'heldSince';
const HELD_UNTIL = 'heldUntil';
/** What the clocks of two functions may differ by. */
const CLOCK_DIFFERENCE_MS = 5_000;

/**
 * The notes of one delivery: an attribute of the version's item, so that a note that is written twice is one note. The
 * item also names the message that holds the version, since when, and until when its invocation may run at the longest. A message that
 * holds it may take it again: the queue delivers a message again only when its last delivery is over.
 */
export function tryNotes({ message, invocation, remainingMs }: Delivery): TryNotes {
  const name = `try#${message}#${invocation}`;
  return {
    async beginTry(versionId) {
      const now = Date.now();
      const item = await update(
        versionId,
        {
          UpdateExpression: 'SET #name = :begun, #holder = :message, #since = :now, #until = :until',
          ConditionExpression: 'attribute_not_exists(#holder) OR #holder = :message OR #until < :now',
          ExpressionAttributeValues: {
            ':begun': { S: BEGUN },
            ':message': { S: message },
            ':until': { N: String(now + remainingMs() + CLOCK_DIFFERENCE_MS) },
            ':now': { N: String(now) },
          },
        },
        name,
      ).catch(async (error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const since = Number((await read(versionId))[HELD_SINCE]?.N ?? now);
        throw new HeldVersionError(now - since);
      });
      return earlierTries(startsBeside(name, item), message);
    },
    async endTry(versionId, how) {
      // An outage is met by thousands of messages, and an item holds 400 KB: what is over leaves nothing.
      const expression =
        how === 'fault'
          ? {
              UpdateExpression: 'SET #name = :fault REMOVE #holder, #since, #until',
              ExpressionAttributeValues: { ':fault': { S: FAULT } },
            }
          : { UpdateExpression: 'REMOVE #name, #holder, #since, #until' };
      await persist(() => update(versionId, expression, name));
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

type Expressions = Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
>;

const keyOf = (versionId: string): Item => itemKey(attemptsPartition(versionId), 'attempts');

async function read(versionId: string): Promise<Item> {
  const get = { TableName: environment('table'), Key: keyOf(versionId), ConsistentRead: true };
  return (await client.send(new GetItemCommand(get))).Item ?? {};
}

/** Changes the item of a version. @returns all of it afterwards */
async function update(versionId: string, expressions: Expressions, name: string): Promise<Item> {
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: environment('table'),
      Key: keyOf(versionId),
      ...expressions,
      ExpressionAttributeNames: { '#name': name, '#holder': HOLDER, '#since': HELD_SINCE, '#until': HELD_UNTIL },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes ?? {};
}

const startsBeside = (own: string, item: Item): Start[] =>
  Object.entries(item).flatMap(([attribute, value]) => {
    const [kind, message = ''] = attribute.split('#');
    return kind === 'try' && attribute !== own ? [{ message, isFault: value.S === FAULT }] : [];
  });
