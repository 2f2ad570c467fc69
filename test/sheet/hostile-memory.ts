/**
 * Reads every file of a folder in turn, and writes the most megabytes that the process ever had: `node
 * test/sheet/hostile-memory.ts FOLDER`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';

const [folder = '', told] = process.argv.slice(2);
let most = 0;
for (const name of readdirSync(folder)) {
  readWorkbook(readFileSync(join(folder, name)), limitsFor('371525108'));
  const now = Math.round(process.resourceUsage().maxRSS / 1024);
  if (now > most && told !== undefined) process.stderr.write(`${name}: ${now}\n`);
  most = Math.max(most, now);
}
process.stdout.write(String(most));
