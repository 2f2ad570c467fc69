/** The command line. The city is chosen first: every module below has the chosen one from its start (cities/pack.ts). */
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { PackError, packFaultLine } from '../shared/city/read-pack.ts';
import { EXIT, languageAskedFor, optionIn } from './told-errors.ts';

// Half of a start is compiling the same modules.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled'));

const argv = process.argv.slice(2);
const city = optionIn(argv, 'city');
if (city !== undefined) process.env['UPLIFT_CITY'] = resolve(city);

try {
  const { uplift } = await import('./uplift.ts');
  process.exitCode = await uplift(argv);
} catch (error) {
  if (!(error instanceof PackError)) throw error;
  const language = languageAskedFor(argv);
  console.error(
    { zh: `城市资料目录 ${error.folder} 不能用：`, en: `${error.folder} is no folder of a city:` }[language],
  );
  for (const fault of error.faults) console.error(`  ${packFaultLine(fault, language)}`);
  process.exitCode = EXIT.badData;
}
