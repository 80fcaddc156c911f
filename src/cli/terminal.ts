/** A file of a dump, with its path for messages. */
export interface DumpFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The environment of the command line, which tests replace. */
export interface Terminal {
  /** Writes results. */
  readonly out: (text: string) => void;
  /** Writes everything else. */
  readonly error: (text: string) => void;
  /** Characters per line. */
  readonly width: number;
  readonly coloured: boolean;
  /** Reads a file, the dump files below a folder, or for `-` the standard input. */
  readonly read: (path: string) => Promise<readonly DumpFile[]>;
  readonly now: () => Date;
}
