import { type WriteStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

export interface LogLine {
  /** RFC 3339 with milliseconds. */
  readonly time: string;
  readonly text: string;
}

/** The output of one run of a container: a file of lines, each with its time in front. */
export class ContainerLog {
  readonly #path: string;
  readonly #file: WriteStream;
  readonly #followers = new Set<(line: LogLine) => void>();
  readonly #decoder = new StringDecoder('utf8');
  #partial = '';
  #count = 0;
  #hasEnded = false;
  #end: () => void = () => undefined;
  /** Resolves when nothing more will come. */
  readonly ended = new Promise<void>((resolve) => (this.#end = resolve));

  constructor(path: string) {
    this.#path = path;
    this.#file = createWriteStream(path, { flags: 'a' });
    // A full disk must not end the node; the log then ends here.
    this.#file.on('error', () => undefined);
  }

  append(chunk: Buffer): void {
    const lines = (this.#partial + this.#decoder.write(chunk)).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const text of lines) this.#write(text);
  }

  /** The process is gone: nothing more will come. */
  async end(): Promise<void> {
    if (this.#hasEnded) return;
    if (this.#partial !== '') this.#write(this.#partial);
    this.#partial = '';
    this.#hasEnded = true;
    await new Promise<void>((resolve) =>
      this.#file.end(() => {
        resolve();
      }),
    );
    this.#followers.clear();
    this.#end();
  }

  /** All lines so far. */
  async lines(): Promise<LogLine[]> {
    const count = this.#count;
    if (!this.#hasEnded) await new Promise((resolve) => this.#file.write('', resolve));
    const text = await readFile(this.#path, 'utf8').catch(() => '');
    return text.split('\n').slice(0, -1).slice(0, count).map(parseLine);
  }

  /** Calls back for each line after those that a call of `lines` at the same time answers. The answer ends that. */
  follow(onLine: (line: LogLine) => void): () => void {
    this.#followers.add(onLine);
    return () => this.#followers.delete(onLine);
  }

  #write(text: string): void {
    const line = { time: new Date().toISOString(), text };
    this.#count += 1;
    this.#file.write(`${line.time} ${line.text}\n`);
    for (const follower of this.#followers) follower(line);
  }
}

function parseLine(line: string): LogLine {
  const space = line.indexOf(' ');
  return { time: line.slice(0, space), text: line.slice(space + 1) };
}
