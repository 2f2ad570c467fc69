/**
 * Brings node_modules up to date with package-lock.json, and does nothing when it already is, so that every command of
 * the README works on a fresh clone. It runs before anything is installed: plain JavaScript, Node's own modules only,
 * Node 20 or newer.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.uplift-setup');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  process.stderr.write('首次运行，正在安装依赖 (installing dependencies) …\n');
  const windows = process.platform === 'win32';
  // `npm ci` first deletes node_modules. Windows does not delete a program that runs, and this script's Node may be in
  // there: then npm changes what differs. Either installs the lockfile's versions and leaves the lockfile as it is.
  const command = windows && existsSync(modules) ? ['install', '--no-save'] : ['ci'];
  // The script of the package `node` fetches a Node that needs glibc: on musl (Alpine) it would hide the machine's own.
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  const options = ['--no-audit', '--no-fund', '--loglevel=error', ...(musl ? ['--ignore-scripts'] : [])];
  execFileSync('npm', [...command, ...options], { cwd: root, stdio: ['ignore', 2, 2], shell: windows });
  writeFileSync(stamp, wanted);
}
