import { type Browser, chromium } from 'playwright-core';
import { testCluster } from '../dev/checks/cluster-context.ts';
import { chromium as executablePath, ensureChromium } from '../dev/cluster/debian-packages.ts';
import { startConsoleHost } from '../dev/console-host/console-host.ts';
import type { ConsoleServer } from '../dev/console-host/server/console-server.ts';
import type { ConsoleUser } from '../dev/console-host/server/sessions.ts';
import { type ConsoleUrls, consoleUrls } from './console-urls.ts';
import { Visitor, type VisitorOptions } from './visitor.ts';

/**
 * The console of the test cluster, in which the chart has enabled the plugin, or real ones by URL, and a Chromium for all
 * who visit it.
 */
export class Console {
  readonly #server: ConsoleServer | undefined;
  readonly #urls: ConsoleUrls | undefined;
  readonly #browser: Browser;
  readonly #visitors: Visitor[] = [];

  private constructor(at: ConsoleServer | ConsoleUrls, browser: Browser) {
    this.#server = 'stop' in at ? at : undefined;
    this.#urls = 'stop' in at ? undefined : at;
    this.#browser = browser;
  }

  static async open(): Promise<Console> {
    ensureChromium();
    const cluster = testCluster();
    const at = consoleUrls() ?? (await startConsoleHost({ ...cluster, client: cluster.client('admin'), port: 0 }));
    return new Console(at, await chromium.launch({ executablePath }));
  }

  /** A person with a browser profile of their own. */
  async visitor(user: ConsoleUser, options: VisitorOptions = {}): Promise<Visitor> {
    const url = this.#urls?.[user] ?? this.url;
    const visitor = await Visitor.enter(this.#browser, { url, user, real: this.isReal }, options);
    this.#visitors.push(visitor);
    return visitor;
  }

  /** Sessions of a real console are its own: what a test does to them it does to the host alone. */
  get isReal(): boolean {
    return this.#urls !== undefined;
  }

  get url(): string {
    return this.#server?.url ?? this.#urls?.admin ?? '';
  }

  expire(user: ConsoleUser): void {
    if (this.#server === undefined) throw new Error('a session of a real console cannot be ended from here');
    this.#server.expire(user);
  }

  /** After a test that failed: what the visitors' pages show and complained of. */
  async tell(): Promise<void> {
    for (const visitor of this.#visitors.filter(({ page }) => !page.isClosed()))
      process.stderr.write(await visitor.account());
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server?.stop();
  }
}
