import type pg from 'pg';
import { CopyMessages } from './copy-messages.ts';

type Socket = pg.Connection['stream'];

/** A COPY statement for `client.query`. Passes its rows on as bytes; the client's own parser would create an object for each. */
abstract class CopyQuery implements pg.Submittable {
  readonly #sql: string;
  readonly #end = Promise.withResolvers<number>();
  #rows = 0;

  constructor(sql: string) {
    this.#sql = sql;
    // A failure is thrown to whoever awaits `rows`; without anyone it must not be an unhandled rejection.
    this.#end.promise.catch(() => undefined);
  }

  /** Number of rows according to the server; resolves when the session is ready for the next statement. */
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

/** `COPY ... TO STDOUT`: passes the rows on, each in its message, as received from the socket. */
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
    // The client's own parser, which receives all messages that are not rows.
    const [parse] = stream.listeners('data') as ((bytes: Buffer) => void)[];
    if (parse === undefined) throw new Error('the session has no parser');
    const messages = new CopyMessages(this.#onRows, parse);
    let attached = true;
    const receive = (chunk: Buffer): void => {
      try {
        messages.take(chunk);
        if (!attached && messages.cut.length > 0) parse(messages.cut);
      } catch (error) {
        // Throwing would end the process. Destroying the stream makes the client reject the statement.
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

/** `COPY ... FROM STDIN`, for the messages of a CopyOut. */
export class CopyIn extends CopyQuery {
  readonly #ready = Promise.withResolvers<Socket>();

  /** Resolves when the server is ready for rows, with the socket for their messages and a final `copyDone`. */
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

/** The message that ends the rows. */
export const copyDone = Buffer.from([...Buffer.from('c'), 0, 0, 0, 4]);
