/**
 * Brings node_modules up to date with package-lock.json, and does nothing when it already is, so that every command of the README
 * works on a fresh clone. It runs before anything is installed: plain JavaScript, Node's own modules only, Node 20 or newer.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'node_modules', '.uplift-setup');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  process.stderr.write('首次运行，正在安装依赖 (installing dependencies) …\n');
  // Not `npm ci`: it refuses a lockfile without the optional binaries of platforms that a registry mirror does not carry. The versions are the
  // lockfile's all the same, and `--no-save` leaves it as it is.
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  writeFileSync(stamp, wanted);
}
