import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An executable shell script that stands for a program on a test's PATH. */
export async function fakeProgram(path: string, script: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
