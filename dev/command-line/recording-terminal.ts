import type { Terminal } from '../../src/cli/terminal.ts';

export interface RecordingTerminal extends Terminal {
  readonly output: () => string;
  readonly errors: () => string;
}

/** A terminal for tests: files from a record (`-` is the standard input, `folder/` all below it), output kept. */
export function recordingTerminal(files: Readonly<Record<string, string | Uint8Array>>): RecordingTerminal {
  const output: string[] = [];
  const errors: string[] = [];
  return {
    out: (text) => output.push(text),
    error: (text) => errors.push(text),
    width: 100,
    coloured: false,
    read: async (path) => {
      const found = Object.entries(files).filter(
        ([file]) => file === path || (path.endsWith('/') && file.startsWith(path)),
      );
      if (found.length === 0) throw new Error('no such file');
      return found.map(([file, content]) => ({ path: file, bytes: Buffer.from(content) }));
    },
    now: () => new Date('2026-11-24T10:30:00Z'),
    output: () => output.join(''),
    errors: () => errors.join(''),
  };
}
