/** Analysts query the records in a table of the Glue catalogue. Athena reads it without the names of its files. */
import { Aws, Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { RECORDS_PREFIX } from '../shared/contract.ts';
import { athenaType, RECORDS_COLUMNS } from '../shared/publication/records-columns.ts';
import type { Storage } from './storage.ts';

/** Properties of {@link Analysts}. */
export type AnalystsProps = {
  /** Holds the reports. */
  readonly storage: Storage;
};

/** A query may ask for the quarters of these years. A quarter without a file has no rows. */
const [FIRST_YEAR, LAST_YEAR] = [2015, 2035];
const QUARTERS = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => FIRST_YEAR + index).flatMap((year) =>
  [1, 2, 3, 4].map((quarter) => `${year}Q${quarter}`),
);

const PARTITION = 'period';

/** The catalogue's database and its table of records. */
export class Analysts extends Construct {
  constructor(scope: Construct, id: string, { storage }: AnalystsProps) {
    super(scope, id);
    const name = Stack.of(this).stackName.toLowerCase().replaceAll('-', '_');
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name, description: 'Published records of quarters, without personal data' },
    });
    const location = `s3://${storage.reports.bucketName}/${RECORDS_PREFIX}`;
    const table = new CfnTable(this, 'Records', {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: name,
      tableInput: {
        name: 'records',
        description: 'Households of the newest revision of each quarter',
        tableType: 'EXTERNAL_TABLE',
        parameters: {
          EXTERNAL: 'TRUE',
          classification: 'parquet',
          'projection.enabled': 'true',
          [`projection.${PARTITION}.type`]: 'enum',
          [`projection.${PARTITION}.values`]: QUARTERS.join(','),
          'storage.location.template': `${location}${PARTITION}=\${${PARTITION}}/`,
        },
        partitionKeys: [{ name: PARTITION, type: 'string' }],
        storageDescriptor: {
          location,
          // A quarter's folder holds a text with the path of the newest revision's file; the file itself stays with its
          // revision.
          inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
          columns: RECORDS_COLUMNS.filter((column) => column.name !== PARTITION).map((column) => ({
            name: column.name,
            type: athenaType(column),
            comment: column.about,
          })),
        },
      },
    });
    table.addResourceDependency(database);
  }
}
