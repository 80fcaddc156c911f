/** A file of a dump, with the path that messages name it by. */
export interface DumpFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What the command line has of the outside world, so that a test can give it another one. */
export interface Terminal {
  /** Where results go. */
  readonly out: (text: string) => void;
  /** Where everything goes that is not the result. */
  readonly error: (text: string) => void;
  /** Characters on a line. */
  readonly width: number;
  readonly coloured: boolean;
  /** A file, the files below a folder that a dump may be in, or the standard input for `-`. */
  readonly read: (path: string) => Promise<readonly DumpFile[]>;
  readonly now: () => Date;
}
