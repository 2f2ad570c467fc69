import type { ParquetWriter } from 'hyparquet-writer';

/** How a value is kept in a file. Codes are text, money is whole fen, decimals are exact. */
export type ParquetKind = 'text' | 'texts' | 'int' | 'long' | 'decimal' | 'hundredths' | 'flag' | 'date';

export type ParquetColumn = {
  readonly name: string;
  readonly kind: ParquetKind;
  readonly required: boolean;
  /** Decimal places. */
  readonly scale: number;
};

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** The schema of a file with these columns. */
export function parquetSchema(all: readonly ParquetColumn[]): SchemaElement[] {
  const columns = all.flatMap(({ name, kind, required, scale }): SchemaElement[] => {
    const repetition_type = required ? 'REQUIRED' : 'OPTIONAL';
    switch (kind) {
      case 'text':
        return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }];
      case 'texts':
        return [
          { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
          { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        ];
      case 'int':
        return [{ name, type: 'INT32', repetition_type }];
      case 'long':
        return [{ name, type: 'INT64', repetition_type }];
      case 'decimal':
        return [{ name, type: 'INT32', converted_type: 'DECIMAL', precision: 9, scale, repetition_type }];
      case 'hundredths':
        return [{ name, type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale, repetition_type }];
      case 'flag':
        return [{ name, type: 'BOOLEAN', repetition_type }];
      case 'date':
        return [{ name, type: 'INT32', converted_type: 'DATE', repetition_type }];
    }
  });
  return [{ name: 'root', num_children: all.length }, ...columns];
}
