/**
 * Loads the parts of fauxqs that it does not export. Without its store of queues this process could neither watch the
 * queues nor take messages out of them. Its version is pinned; if another one has another layout, the start fails here.
 */
import { buildApp } from 'fauxqs';

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;

/** The store that holds the queues. */
export type QueueStore = Stores['sqsStore'];

/** A queue with its messages. */
export type Queue = ReturnType<NonNullable<QueueStore>['createQueue']>;

/** A message, as a queue holds it. */
export type Message = Queue['messages'][number];

/** Returns fauxqs with an empty store of queues. */
export async function createFauxqs(region: string) {
  // buildApp takes all its stores or none.
  const stores = {
    sqsStore: await createStore<QueueStore>('./sqs/sqsStore.js', 'SqsStore'),
    snsStore: await createStore<Stores['snsStore']>('./sns/snsStore.js', 'SnsStore'),
    s3Store: await createStore<Stores['s3Store']>('./s3/s3Store.js', 'S3Store'),
  };
  const app = buildApp({ logger: false, defaultRegion: region, stores });
  await app.ready();
  return { app, store: stores.sqsStore };
}

async function createStore<Store>(path: string, name: string): Promise<Store> {
  const url = new URL(path, import.meta.resolve('fauxqs')).href;
  const module = (await import(url)) as Record<string, new () => Store>;
  const StoreClass = module[name];
  if (StoreClass) return new StoreClass();
  throw new Error(
    `fauxqs has no ${name} in ${url}: its version changed. Pin the version of package-lock.json, or adapt ` +
      'infra/local/queues/fauxqs.ts.',
  );
}

/** Returns a new message, which becomes visible after the delay. */
export function createMessage(store: QueueStore, body: string, delaySeconds: number): Message {
  const StoreClass = store.constructor as unknown as {
    createMessage(body: string, attributes: object, delaySeconds: number): Message;
  };
  return StoreClass.createMessage(body, {}, delaySeconds);
}
