import type { Terminal } from '../../src/cli/terminal.ts';

export interface RecordingTerminal extends Terminal {
  readonly output: () => string;
  readonly errors: () => string;
}

/** A terminal for tests: files from a record (`-` is the standard input), output kept. */
export function recordingTerminal(files: Readonly<Record<string, string>>): RecordingTerminal {
  const output: string[] = [];
  const errors: string[] = [];
  return {
    out: (text) => output.push(text),
    error: (text) => errors.push(text),
    width: 100,
    coloured: false,
    read: async (file) => {
      const text = files[file];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
    now: () => new Date('2026-11-24T10:30:00Z'),
    output: () => output.join(''),
    errors: () => errors.join(''),
  };
}
