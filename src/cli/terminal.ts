/** What the command line has of the outside world, so that a test can give it another one. */
export interface Terminal {
  /** Where results go. */
  readonly out: (text: string) => void;
  /** Where everything goes that is not the result. */
  readonly error: (text: string) => void;
  /** Characters on a line. */
  readonly width: number;
  readonly coloured: boolean;
  /** The text of a file; `-` is the standard input. */
  readonly read: (file: string) => Promise<string>;
  readonly now: () => Date;
}
