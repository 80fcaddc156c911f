import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type Tool, pinnedVersions, versionIn } from './tools.ts';

const run = promisify(execFile);

/** The tool in one of the directories, if it is there and of a version that fits. */
export async function findFittingTool(tool: Tool, directories: readonly string[]): Promise<string | undefined> {
  for (const directory of directories) {
    const path = join(directory, tool.program);
    if ((await isExecutable(path)) && (await fits(tool, path))) return path;
  }
  return undefined;
}

/** The directories of a variable like PATH. */
export function directoriesOf(path: string | undefined): string[] {
  return (path ?? '').split(delimiter).filter((directory) => directory !== '');
}

export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function fits(tool: Tool, path: string): Promise<boolean> {
  const pinned = versionIn((await pinnedVersions())[tool.key]);
  const installed = await run(path, [...tool.versionArguments], { timeout: 10_000 }).then(
    ({ stdout }) => versionIn(stdout),
    () => undefined,
  );
  return installed !== undefined && pinned !== undefined && tool.fits(installed, pinned);
}
