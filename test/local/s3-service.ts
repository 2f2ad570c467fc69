/** S3 alone behind an endpoint: what needs no template is tried here in milliseconds. */
import { onTestFinished } from 'vitest';
import { startEndpoint } from '../../infra/local/endpoint/endpoint.ts';
import type { RequestHandler } from '../../infra/local/endpoint/request.ts';
import { routeRequests } from '../../infra/local/endpoint/router.ts';
import { type S3Options, startS3 } from '../../infra/local/s3/s3.ts';
import type { Version } from '../../infra/local/s3/version.ts';

const nobody: RequestHandler = (_request, response) => void response.writeHead(404).end();

/** The bucket that keeps versions, and the one that does not. */
export const VERSIONED = 'versioned';
export const PLAIN = 'plain';

/** The key of the service in these tests. */
export const CREDENTIALS = { accessKeyId: 'uplift', secretAccessKey: 'not-a-secret' };

/** Starts S3 with two buckets. It ends with the test, or earlier by `close`. */
export async function startS3Service(options: Partial<S3Options> = {}) {
  const created: Version[] = [];
  const log: string[] = [];
  const s3 = await startS3({
    buckets: [
      { name: VERSIONED, versioned: true },
      { name: PLAIN, versioned: false },
    ],
    clock: () => new Date('2016-07-01T00:00:00Z'),
    credentials: CREDENTIALS,
    created: ({ version }) => void created.push(version),
    ...options,
  });
  const endpoint = await startEndpoint(0);
  const others = { queues: nobody, tables: nobody, stepFunctions: nobody, keys: nobody, query: nobody };
  const httpApis = { owns: () => false, handle: async () => undefined };
  endpoint.serve(routeRequests({ ...others, httpApis, s3: s3.handle }, (line) => void log.push(line)));
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await endpoint.close();
    await s3.close();
  };
  onTestFinished(close);
  return { endpoint: endpoint.url, created, log, close };
}

/** The code and the text of S3's answer. */
export async function answerOf(response: Response): Promise<{ status: number; code: string; text: string }> {
  const text = await response.text();
  return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? '', text };
}
