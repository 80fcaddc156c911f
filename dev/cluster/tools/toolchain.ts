import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { toolchainDirectory } from './cache-directory.ts';
import { buildTool } from './go-build.ts';
import { findGo } from './go-program.ts';
import { directoriesOf, findFittingTool, isExecutable } from './installed-tool.ts';
import { lock } from '../machine-lock.ts';
import { type Tool, type ToolKey, tools } from './tools.ts';

/** Paths of the programs of which a development cluster is made. */
export type Toolchain = Readonly<Record<ToolKey, string>>;

export interface ToolchainOptions {
  /** One line for each thing that takes long; to standard output unless told. */
  readonly say?: (line: string) => void;
  /** Where what is built is kept; the user's cache unless told. */
  readonly directory?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Which are wanted; all of them unless told. */
  readonly keys?: readonly ToolKey[];
}

/**
 * Takes each program from KUBEBUILDER_ASSETS, from what was built before, or from PATH, where its version fits, and
 * builds the others from its go.mod. The first build takes minutes, every later call milliseconds.
 */
export async function ensureToolchain(options: ToolchainOptions = {}): Promise<Toolchain> {
  const { say = console.log, env = process.env, keys = tools.map(({ key }) => key) } = options;
  const directory = options.directory ?? (await toolchainDirectory(env));
  const found: Partial<Record<ToolKey, string>> = {};
  const missing: Tool[] = [];
  for (const tool of tools) {
    const path = keys.includes(tool.key) ? await findTool(tool, directory, env) : undefined;
    if (path !== undefined) found[tool.key] = path;
    else if (keys.includes(tool.key)) missing.push(tool);
  }
  if (missing.length > 0) await build(missing, { directory, say, env });
  return Object.fromEntries(
    tools.map(({ key, program }) => [key, found[key] ?? join(directory, program)]),
  ) as Toolchain;
}

/** Our own is not asked for its version: it is in a directory named after what it was built from. */
async function findTool(tool: Tool, directory: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const assets = await findFittingTool(tool, directoriesOf(env.KUBEBUILDER_ASSETS));
  if (assets !== undefined) return assets;
  const own = join(directory, tool.program);
  return (await isExecutable(own)) ? own : findFittingTool(tool, directoriesOf(env.PATH));
}

interface Workshop {
  readonly directory: string;
  readonly say: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
}

/** One after the other, each put in place when it is whole: a build that was cut off goes on where it was. */
async function build(missing: readonly Tool[], { directory, say, env }: Workshop): Promise<void> {
  await mkdir(directory, { recursive: true });
  const turn = await lock(`build-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`, () => {
    say('Waiting for another process that builds the development cluster');
  });
  try {
    await removeHalves(directory);
    const go = await findGo({ cache: dirname(directory), env, say });
    for (const [position, tool] of missing.entries()) {
      const output = join(directory, tool.program);
      // Whoever had the turn before may have built it.
      if (await isExecutable(output)) continue;
      say(`Building ${tool.program} (${position + 1} of ${missing.length}, ${durationOf(tool)}, once)`);
      const half = `${output}.building`;
      const elapsed = sayElapsed(tool.program, say);
      try {
        await buildTool({ go, tool, output: half, env });
      } finally {
        elapsed.stop();
      }
      await rename(half, output);
      say(`Built ${tool.program} in ${elapsed.text()}`);
    }
  } finally {
    await turn.release();
  }
}

async function removeHalves(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.endsWith('.building')) await rm(join(directory, name), { force: true });
  }
}

/** Says now and then that the build goes on, and for how long by now. */
function sayElapsed(program: string, say: (line: string) => void): { stop(): void; text(): string } {
  const startedAt = Date.now();
  const text = (): string => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  };
  const timer = setInterval(() => {
    say(`Building ${program}: ${text()} so far`);
  }, 30_000);
  return {
    text,
    stop: () => {
      clearInterval(timer);
    },
  };
}

function durationOf(tool: Tool): string {
  const minutes = tool.cpuMinutes / availableParallelism();
  return minutes < 1 ? 'less than a minute' : `about ${Math.ceil(minutes)} minutes`;
}
