import type pg from 'pg';
import { CopyMessages } from './copy-messages.ts';

type Socket = pg.Connection['stream'];

/** A COPY statement for `client.query`. Its rows pass as bytes; the client's own parser would make an object of each. */
abstract class CopyQuery implements pg.Submittable {
  readonly #sql: string;
  readonly #end = Promise.withResolvers<number>();
  #rows = 0;

  constructor(sql: string) {
    this.#sql = sql;
    // Whoever waits for it hears of a failure; who waits for the other side does not, and need not.
    this.#end.promise.catch(() => undefined);
  }

  /** How many rows the server counted, when the session takes the next statement. */
  get rows(): Promise<number> {
    return this.#end.promise;
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#sql);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#rows = Number(/^COPY (\d+)$/.exec(text)?.[1]);
  }

  handleReadyForQuery(): void {
    this.#end.resolve(this.#rows);
  }

  handleError(error: Error): void {
    this.#end.reject(error);
  }
}

/** `COPY ... TO STDOUT`: the rows, each in the message that it came in, as the socket has them. */
export class CopyOut extends CopyQuery {
  readonly #onRows: (bytes: Buffer) => void;
  #stream: Socket | undefined;
  #detach = (): void => undefined;

  constructor(sql: string, onRows: (bytes: Buffer) => void) {
    super(sql);
    this.#onRows = onRows;
  }

  override submit(connection: pg.Connection): void {
    const { stream } = connection;
    // The client's parser of what its server says, which gets all that is not a row.
    const [parse] = stream.listeners('data') as ((bytes: Buffer) => void)[];
    if (parse === undefined) throw new Error('the session has no parser');
    const messages = new CopyMessages(this.#onRows, parse);
    let attached = true;
    const receive = (chunk: Buffer): void => {
      try {
        messages.take(chunk);
        if (!attached && messages.cut.length > 0) parse(messages.cut);
      } catch (error) {
        // Thrown further, it would end the process. The client rejects what the session was doing.
        stream.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    };
    stream.on('data', receive);
    stream.off('data', parse);
    this.#stream = stream;
    this.#detach = () => {
      if (!attached) return;
      attached = false;
      stream.on('data', parse);
      stream.off('data', receive);
    };
    super.submit(connection);
  }

  pause(): void {
    this.#stream?.pause();
  }

  resume(): void {
    this.#stream?.resume();
  }

  override handleCommandComplete(message: { readonly text: string }): void {
    this.#detach();
    super.handleCommandComplete(message);
  }

  override handleError(error: Error): void {
    this.#detach();
    super.handleError(error);
  }
}

/** `COPY ... FROM STDIN`, fed with what a CopyOut gives. */
export class CopyIn extends CopyQuery {
  readonly #ready = Promise.withResolvers<Socket>();

  /** When the server takes rows: where their messages are written to, and `copyDone` after the last. */
  get ready(): Promise<Socket> {
    return this.#ready.promise;
  }

  handleCopyInResponse({ stream }: pg.Connection): void {
    this.#ready.resolve(stream);
  }

  override handleError(error: Error): void {
    this.#ready.reject(error);
    super.handleError(error);
  }
}

/** The message that all rows were written. */
export const copyDone = Buffer.from([...Buffer.from('c'), 0, 0, 0, 4]);
