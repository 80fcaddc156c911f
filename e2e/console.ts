import { type Browser, chromium } from 'playwright-core';
import { testCluster } from '../dev/checks/cluster-context.ts';
import { chromium as executablePath, ensureChromium } from '../dev/cluster/debian-packages.ts';
import { startConsoleHost } from '../dev/console-host/console-host.ts';
import type { ConsoleServer } from '../dev/console-host/server/console-server.ts';
import type { ConsoleUser } from '../dev/console-host/server/sessions.ts';
import { Visitor, type VisitorOptions } from './visitor.ts';

/** The console of the test cluster, in which the chart has enabled the plugin, and a Chromium for all who visit it. */
export class Console {
  readonly #server: ConsoleServer;
  readonly #browser: Browser;
  readonly #visitors: Visitor[] = [];

  private constructor(server: ConsoleServer, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async open(): Promise<Console> {
    ensureChromium();
    const cluster = testCluster();
    const server = await startConsoleHost({ ...cluster, client: cluster.client('admin'), port: 0 });
    return new Console(server, await chromium.launch({ executablePath }));
  }

  /** A person with a browser profile of their own. */
  async visitor(user: ConsoleUser, options: VisitorOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.enter(this.#browser, { url: this.#server.url, user }, options);
    this.#visitors.push(visitor);
    return visitor;
  }

  get url(): string {
    return this.#server.url;
  }

  expire(user: ConsoleUser): void {
    this.#server.expire(user);
  }

  /** After a test that failed: what the visitors' pages show and complained of. */
  async tell(): Promise<void> {
    for (const visitor of this.#visitors.filter(({ page }) => !page.isClosed()))
      process.stderr.write(await visitor.account());
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }
}
