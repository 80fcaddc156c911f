import { readFiles, readStream } from './dump/read-files.ts';
import type { Terminal } from './terminal.ts';

/** Line width when the output is not a terminal. */
const pageWidth = 100;

/** The terminal or pipe of this process. */
export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  // `quay-migration plan ... | head` closes the pipe early, which is not an error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (content) => stdout.write(content),
    error: (content) => stderr.write(content),
    width: stdout.isTTY ? Math.max(40, stdout.columns) : pageWidth,
    coloured: stdout.isTTY && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
    read: (path) => (path === '-' ? readStream(process.stdin) : readFiles(path)),
    now: () => new Date(),
  };
}
