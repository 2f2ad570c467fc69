/** Writes the documents that are made from the catalogues: `npm run docs`. A test fails when they are stale. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CITY_PACK } from '../cities/pack.ts';
import { packJsonSchema } from '../shared/city/pack-schema.ts';
import { reportBook } from '../shared/publication/report-book.ts';
import { SUMMARY_SCHEMA_VERSION, summarySchema } from '../shared/summary/summary-schema.ts';
import { ruleBook } from '../shared/publication/rule-book.ts';
import { dataDictionary } from '../shared/schema/dictionary.ts';

/** File names below docs/ and what they must hold. */
export const DOCUMENTS: readonly (readonly [string, () => string])[] = [
  ['data-dictionary.md', dataDictionary],
  ['reports.md', () => reportBook(CITY_PACK.at('2016Q2'))],
  ['rules.md', ruleBook],
  ['schemas/city-pack.json', packJsonSchema],
  [`schemas/summary.v${SUMMARY_SCHEMA_VERSION}.json`, summarySchema],
];

if (import.meta.main)
  for (const [name, make] of DOCUMENTS) writeFileSync(join(import.meta.dirname, '..', 'docs', name), make());
