import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { MigrationState } from '../src/contract/migration-status.ts';
import type { ConsoleUser } from '../dev/console-host/server/sessions.ts';

const kind = 'redhatcop.redhat.io~v1alpha1~QuayEcosystem';

export interface VisitorOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Ecosystem {
  readonly namespace: string;
  readonly name: string;
}

/** Somebody at the console: what they click, and what they read. */
export class Visitor {
  readonly page: Page;
  /** What the browser's console holds against the page. */
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  readonly #url: string;
  readonly #user: ConsoleUser;

  private constructor(context: BrowserContext, page: Page, at: { readonly url: string; readonly user: ConsoleUser }) {
    this.#context = context;
    this.page = page;
    this.#url = at.url;
    this.#user = at.user;
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async enter(
    browser: Browser,
    at: { readonly url: string; readonly user: ConsoleUser },
    options: VisitorOptions,
  ): Promise<Visitor> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(20_000);
    return new Visitor(context, await context.newPage(), at);
  }

  async openList({ namespace }: Pick<Ecosystem, 'namespace'>): Promise<void> {
    await this.#logInAt(`/k8s/ns/${namespace}/${kind}`);
  }

  async openTab({ namespace, name }: Ecosystem): Promise<void> {
    await this.#logInAt(`/k8s/ns/${namespace}/${kind}/${name}/quayregistry-migration`);
  }

  /** An entry of the kebab of the only row of a list. */
  async chooseInKebab(label: string): Promise<void> {
    await this.page.locator('[data-test-id=kebab-button]').click();
    await this.page.getByRole('menuitem', { name: label }).click();
  }

  part(name: string): Locator {
    return this.page.locator(`[data-test=quay-migration-${name}]`);
  }

  button(name: string): Locator {
    return this.part(name).and(this.page.locator('button'));
  }

  /** Waits until the tab shows the state. */
  async untilState(state: MigrationState, timeout = 20_000): Promise<void> {
    await this.page.locator(`[data-test=quay-migration-tab][data-state=${state}]`).waitFor({ timeout });
  }

  /** What axe finds wrong in the console's content, each with the element. */
  async violations(): Promise<readonly string[]> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`));
  }

  /** For a reader of a failed test. */
  async account(): Promise<string> {
    const shown = await this.page.locator('body').innerText({ timeout: 2000 }).catch(String);
    return [`${this.#user} at ${this.page.url()}`, ...this.complaints, shown].join('\n');
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }

  async #logInAt(path: string): Promise<void> {
    await this.page.goto(`${this.#url}/auth/login/${this.#user}?then=${encodeURIComponent(path)}`);
  }
}
