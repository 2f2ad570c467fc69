import { globSync } from 'node:fs';

/** The code whose mutants are tried: everything that runs, and of shared/ what is stored, ordered and published. */
const CODE = [
  'functions/**/*.ts',
  'shared/{ledger,rows}/*.ts',
  'shared/publication/{configuration,published-manifest,revision}.ts',
];

/** Its files, in order. @param only the beginning of their paths */
export const protocolFiles = (only = ''): string[] =>
  globSync(CODE)
    .filter((file) => file.startsWith(only))
    .sort();
