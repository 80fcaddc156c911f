import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, glob, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { digestOf } from './build-record.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

const run = promisify(execFile);

/** What decides the result, besides the packages that the lock file fixes. */
const inputs = [
  'src/console/**/*.{ts,tsx}',
  'src/contract/**/*.ts',
  'locales/**/*.json',
  'package.json',
  'package-lock.json',
  'webpack.config.ts',
  'console-extensions.json',
  'plugin-metadata.ts',
  'dev/image/*plugin*.ts',
];

const manifest = 'plugin-manifest.json';

/**
 * Builds the console plugin into `directory`: what a console fetches under `/api/plugins/quay-migration-plugin/`.
 * Does nothing when no input has changed. Several may run at once: the manifest is put in place last, and by then all
 * that it names is there.
 */
export async function buildPlugin(root: string, directory: string): Promise<void> {
  const recordPath = join(root, 'dist/plugin.inputs');
  const record = await inputDigest(root);
  if (existsSync(join(directory, manifest)) && (await readFile(recordPath, 'utf8').catch(() => '')) === record) return;
  await mkdir(dirname(directory), { recursive: true });
  const aside = await mkdtemp(join(root, 'dist/plugin.building-'));
  try {
    const modules = await runWebpack(root, aside);
    await cp(join(root, 'locales'), join(aside, 'locales'), { recursive: true });
    await writeFile(join(aside, 'third-party-notices.txt'), await thirdPartyNotices(root, modules));
    await publish(aside, directory);
    await writeFile(join(aside, 'record'), record);
    await rename(join(aside, 'record'), recordPath);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** In a process of its own: the console's SDK looks for packages in the working directory, and fails by throwing. */
async function runWebpack(root: string, output: string): Promise<readonly string[]> {
  const program = join(import.meta.dirname, 'bundle-plugin.ts');
  const env = { ...process.env, NODE_ENV: 'production' };
  const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, output],
    options,
  ).catch((error: unknown) => {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`the console plugin cannot be built:\n${stdout}${stderr}`);
  });
  return JSON.parse(stdout) as string[];
}

async function inputDigest(root: string): Promise<string> {
  const files: string[] = [];
  for await (const file of glob(inputs, { cwd: root })) if (!file.includes('.test.')) files.push(file);
  const digest = createHash('sha256');
  for (const file of files.sort()) digest.update(`${file} ${digestOf(await readFile(join(root, file)))}\n`);
  return digest.digest('hex');
}

/** File by file, the manifest last; afterwards what an older build left is removed. */
async function publish(aside: string, directory: string): Promise<void> {
  const made = await filesIn(aside);
  const ordered = [...made.filter((file) => file !== manifest), manifest];
  for (const file of ordered) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await rename(join(aside, file), join(directory, file));
  }
  for (const file of await filesIn(directory)) {
    if (!made.includes(file)) await rm(join(directory, file), { force: true });
  }
}

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}
