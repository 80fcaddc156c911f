import { readFiles, readStream } from './dump/read-files.ts';
import type { Terminal } from './terminal.ts';

/** Where the output is no terminal, lines are as long as a page is wide. */
const pageWidth = 100;

/** The terminal, or pipe, that this process was started with. */
export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  // `quay-migration plan ... | head` closes the pipe early: that is no error.
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
