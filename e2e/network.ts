import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What happens to a connection: bytes pass, or they do not, and nobody is told. */
type Weather = 'fair' | 'streams-held-back' | 'dead';

/** A network between a browser and the console that can go wrong in the ways that networks and proxies do. */
export class Network {
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #weather: Weather = 'fair';

  private constructor(server: Server) {
    this.#server = server;
  }

  static async before(console: { readonly url: string }): Promise<Network> {
    const { hostname, port } = new URL(console.url);
    const server = createServer();
    const network = new Network(server);
    server.on('connection', (browser) => {
      network.#join(browser, connect(Number(port), hostname));
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return network;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many status streams are open. */
  get streams(): number {
    return [...this.#lines].filter(({ isStream }) => isStream).length;
  }

  /** Ends the status streams that are open, as a proxy that has had enough of them. Answers how many. */
  cutStreams(): number {
    const streams = [...this.#lines].filter(({ isStream }) => isStream);
    for (const { browser } of streams) browser.destroy();
    return streams.length;
  }

  /** From now on, for what is open as well. Fair weather brings what was held back. */
  set weather(weather: Weather) {
    this.#weather = weather;
    for (const line of this.#lines) this.#apply(line);
  }

  async stop(): Promise<void> {
    for (const { browser, console } of this.#lines) {
      browser.destroy();
      console.destroy();
    }
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(browser: Socket, console: Socket): void {
    const line: Line = { browser, console, isStream: false };
    this.#lines.add(line);
    for (const [one, other] of [
      [browser, console],
      [console, browser],
    ] as const) {
      one.on('error', () => undefined);
      one.once('close', () => {
        this.#lines.delete(line);
        other.destroy();
      });
    }
    browser.on('data', (bytes) => {
      const request = /^(?:GET|POST) (\S+) HTTP/.exec(bytes.toString('latin1', 0, 2000))?.[1];
      if (request !== undefined) line.isStream = request.endsWith('/migration?watch=true');
      console.write(bytes);
      this.#apply(line);
    });
    console.on('data', (bytes) => browser.write(bytes));
    this.#apply(line);
  }

  #apply({ console, isStream }: Line): void {
    if (this.#weather === 'dead' || (this.#weather === 'streams-held-back' && isStream)) console.pause();
    else console.resume();
  }
}

interface Line {
  readonly browser: Socket;
  readonly console: Socket;
  /** Whether its latest request asks for a status stream. */
  isStream: boolean;
}
