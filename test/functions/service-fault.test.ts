import { expect, test } from 'vitest';
import { OutOfTimeError } from '../../functions/aws/out-of-time.ts';
import { isServiceFault } from '../../functions/aws/service-fault.ts';
import { RefusedReadError } from '../../functions/aws/refused-read.ts';
import { ThrottledError } from '../../functions/aws/table.ts';
import { TornReadError } from '../../functions/store/visible.ts';

const ofSdk = (name: string, $fault: 'client' | 'server') =>
  Object.assign(new Error(name), { name, $fault, $metadata: {} });
const timedOut = Object.assign(new Error('no answer'), { name: 'TimeoutError' });
const ofNetwork = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

test.each([
  ofSdk('InternalServerError', 'server'),
  ofSdk('ProvisionedThroughputExceededException', 'client'),
  ofSdk('AccessDeniedException', 'client'),
  ofSdk('KMSInvalidStateException', 'client'),
  ofNetwork,
  timedOut,
  new ThrottledError('items'),
  new OutOfTimeError('late'),
  new RefusedReadError('refused'),
])('%s passes by or is mended, so a file is not given up for it', (error) => expect(isServiceFault(error)).toBe(true));

test.each([
  ofSdk('ValidationException', 'client'),
  ofSdk('EntityTooLarge', 'client'),
  new TornReadError('rows are lost'),
  new TypeError('our own'),
  Object.assign(new Error('bad zip'), { code: 'ERR_INVALID_ARG' }),
  'no error',
])('%s comes again however long one waits, so a file is given up for it and those behind it go on', (error) =>
  expect(isServiceFault(error)).toBe(false),
);
