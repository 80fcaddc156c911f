import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bootstrap = join(import.meta.dirname, 'bootstrap.mjs');
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bootstrap-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Runs a program of these lines; answers its output and how it ended. `onOutput` sees each piece. */
async function run(
  lines: string,
  onOutput: (kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<{ output: string; code: number | null }> {
  const file = join(directory, 'program.ts');
  await writeFile(file, lines);
  const target = relative(join(import.meta.dirname, '..'), file);
  const child = spawn(process.execPath, [bootstrap, target, 'one', 'two'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (piece: Buffer) => {
    output += piece.toString();
    onOutput((signal) => child.kill(signal));
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { output, code };
}

describe('bootstrap', () => {
  it("runs TypeScript with the project's own Node and hands on arguments and exit status", async () => {
    const { output, code } = await run(
      `const words: string[] = process.argv.slice(2);
       console.log(process.version.split('.')[0], ...words);
       process.exitCode = 3;`,
    );
    expect({ output, code }).toEqual({ output: 'v24 one two\n', code: 3 });
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('hands on %s and waits for the end of the cleaning up', async (signal) => {
    let sent = false;
    const { output, code } = await run(
      `process.once('${signal}', () => setTimeout(() => { console.log('clean'); process.exit(0); }, 300));
       setInterval(() => undefined, 1000);
       console.log('up');`,
      (kill) => {
        if (!sent) kill(signal);
        sent = true;
      },
    );
    expect({ output, code }).toEqual({ output: 'up\nclean\n', code: 0 });
  });

  it('fails as the program does that a signal ends', async () => {
    const { code } = await run("process.kill(process.pid, 'SIGKILL');");
    expect(code).toBe(137);
  });
});
