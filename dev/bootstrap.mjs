// Runs a TypeScript file of this repository with the project's own Node, installing first what is missing.
// Plain JavaScript for Node 20: it is all that a fresh machine has.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, 'node_modules', '.bin', 'node');
const installed = join(root, 'node_modules', '.package-lock.json');
const lock = join(root, 'package-lock.json');

function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) {
    console.error(`${command} could not be started: ${error.message}`);
    process.exit(1);
  }
  if (signal) process.exit(130);
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs || !existsSync(node)) {
  console.log('Installing the npm packages of package-lock.json (about 600 MB, a minute)');
  // Warnings are about engines: the tools run with the project's own Node, which is among the packages.
  run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']);
  // The PostgreSQL packages lay their shared-library links in an install script.
  for (const name of ['postgres-10', 'postgres-12', 'postgres-13', 'postgres-15']) {
    run(node, ['scripts/hydrate-symlinks.js'], { cwd: join(root, 'node_modules', name) });
  }
}

const [target, ...rest] = process.argv.slice(2);
const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
const env = { ...process.env, PATH: path };
const [command, ...args] =
  target === '--tool'
    ? [join(root, 'node_modules', '.bin', rest[0]), ...rest.slice(1)]
    : [node, '--disable-warning=ExperimentalWarning', join(root, target), ...rest];
const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
child.once('error', (error) => {
  console.error(`${command} could not be started: ${error.message}`);
  process.exit(1);
});
child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
// Ctrl-C reaches the whole process group; the others only this process, which waits for the one that cleans up.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
