/** The template as it is for the regions of AWS and of AWS China, and what must not change in any. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../infra/synthesize.ts';
import { REGIONS, readTemplate, resourcesOf, stageIn, temporaryFunctions, type Template } from './synthesis.ts';

let functions: ReturnType<typeof temporaryFunctions>;
beforeAll(() => {
  functions = temporaryFunctions();
});
afterAll(() => functions.remove());

/** Resources that hold what nobody can make again. Another id would be another resource, and the data gone with the old. */
const STATEFUL = [
  'AWS::DynamoDB::Table StorageTableB43FDCE7',
  'AWS::KMS::Key StorageHashKey60658057',
  'AWS::KMS::Key StorageLinkKeyF14DAF9B',
  'AWS::KMS::Key StoragePersonalDataKey424DBA9A',
  'AWS::KMS::Key StorageRecordKeyAEB82604',
  'AWS::S3::Bucket StorageAccessLogs96FB524C',
  'AWS::S3::Bucket StorageReceiptsD0CE505B',
  'AWS::S3::Bucket StorageReports31B47EB2',
  'AWS::S3::Bucket StorageUploadsBDC5E374',
];
/** One queue has one mapping to a function, and a schedule cannot be moved between groups. */
const KEPT = [
  'IngestFunctionLambdaSqsEventSourceUpliftIngestQueueE2D0A12EC66E343A',
  'RemindersScheduleF0332331',
  'SummaryScheduleInGroup62BD539F',
  'SweepScheduleInGroup9CFC9EA9',
];
const STATEFUL_TYPES = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::S3::Bucket'];

describe.each(REGIONS)('in %s', (region) => {
  let template: Template;
  beforeAll(() => {
    template = readTemplate(
      synthesize(join(functions.folder, region), stageIn(region, functions.folder), functions.options).templateFile,
    );
  });

  it('what holds data keeps its logical id', () => {
    const found = STATEFUL_TYPES.flatMap((type) => resourcesOf(template, type).map(([id]) => `${type} ${id}`));
    expect(found.sort()).toEqual(STATEFUL);
  });

  it('what CloudFormation cannot make a second time beside the first keeps its id', () => {
    const found = ['AWS::Lambda::EventSourceMapping', 'AWS::Scheduler::Schedule'].flatMap((type) =>
      resourcesOf(template, type).map(([id]) => id),
    );
    expect(found.sort()).toEqual(KEPT);
  });

  it('event source mappings have no tags, which CloudFormation refuses in China', () => {
    const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(1);
    for (const [, { Properties }] of mappings) expect(Properties.Tags).toBeUndefined();
  });

  it('dashboards have none, which some regions do not know there', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Dashboard'))
      expect(Properties.Tags).toBeUndefined();
  });

  it('no name of a resource is of another partition', () => {
    const partition = region.startsWith('cn-') ? 'arn:aws:' : 'arn:aws-cn:';
    expect(JSON.stringify(template)).not.toContain(partition);
  });

  it('functions have the processor that the stage names', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function'))
      expect(Properties.Architectures).toEqual(['x86_64']);
  });
});
