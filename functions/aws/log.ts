import { Logger } from '@aws-lambda-powertools/logger';

/** Structured logs. Never a file name, a key, a name or a number of a person: division, period and version id are enough to find the file. */
export const log = new Logger({ serviceName: 'uplift' });
