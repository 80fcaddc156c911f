import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { MigrationState } from '../src/contract/migration-status.ts';
import type { ConsoleUser } from '../dev/console-host/server/sessions.ts';

const kind = 'redhatcop.redhat.io~v1alpha1~QuayEcosystem';

export interface VisitorOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly timezoneId?: string;
  /** Where this person reaches the console, if not directly. */
  readonly through?: { readonly url: string };
}

export interface Ecosystem {
  readonly namespace: string;
  readonly name: string;
}

interface Entrance {
  readonly url: string;
  readonly user: ConsoleUser;
  /** A real console, which has sessions, a theme and errors of its own. */
  readonly real: boolean;
}

const tourIsDone = JSON.stringify({ 'console.guidedTour': { admin: { completed: true }, dev: { completed: true } } });

/** Somebody at the console: what they click, and what they read. */
export class Visitor {
  readonly page: Page;
  /** What the browser's console holds against the page. */
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  readonly #url: string;
  readonly #user: ConsoleUser;
  readonly #real: boolean;

  private constructor(context: BrowserContext, page: Page, at: Entrance) {
    this.#context = context;
    this.page = page;
    this.#url = at.url;
    this.#user = at.user;
    this.#real = at.real;
    page.on('console', (message) => {
      const { url } = message.location();
      if (message.type() === 'error' && this.#isOurs(url)) this.complaints.push(`${message.text()} ${url}`);
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async enter(browser: Browser, at: Entrance, { through, ...options }: VisitorOptions): Promise<Visitor> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(at.real ? 80_000 : 40_000);
    // A real console greets whoever comes first with a tour over its pages.
    if (at.real) await context.addInitScript(`localStorage.setItem('console-user-settings', '${tourIsDone}')`);
    return new Visitor(context, await context.newPage(), { ...at, url: through?.url ?? at.url });
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

  /** Either dialog of the plugin: a real console may have others in its page at all times. */
  get dialog(): Locator {
    return this.page.locator('[data-test=quay-migration-confirm], [data-test=quay-migration-rollback-modal]');
  }

  button(name: string): Locator {
    return this.part(name).and(this.page.locator('button'));
  }

  /** Waits until the tab shows the state. */
  async untilState(state: MigrationState | 'loading', timeout = 40_000): Promise<void> {
    await this.page.locator(`[data-test=quay-migration-tab][data-state=${state}]`).waitFor({ timeout });
  }

  /** Presses the Tab key until the part has the focus. */
  async tabTo(selector: string): Promise<void> {
    for (let presses = 0; presses < 80; presses += 1) {
      if ((await this.page.locator(`${selector}:focus`).count()) > 0) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`no Tab key leads to ${selector}`);
  }

  /** Presses Enter on the kebab of the only row of a list, and on the entry that it comes to with the arrow keys. */
  async chooseInKebabByKeyboard(label: string): Promise<void> {
    await this.tabTo('[data-test-id=kebab-button]');
    await this.page.keyboard.press('Enter');
    const entry = this.page.getByRole('menuitem', { name: label });
    await entry.waitFor();
    await this.page.locator('[role=menuitem]:focus').waitFor();
    for (let presses = 0; presses < 10; presses += 1) {
      if ((await entry.and(this.page.locator(':focus')).count()) > 0) {
        await this.page.keyboard.press('Enter');
        return;
      }
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`no arrow key leads to ${label}`);
  }

  /** The state of every step or part that is listed. */
  async stepStates(): Promise<readonly string[]> {
    const steps = await this.page.locator('[data-test^=quay-migration-step-][data-state]').all();
    return Promise.all(
      steps.map(async (step) => {
        const [id, state] = await Promise.all([step.getAttribute('data-test'), step.getAttribute('data-state')]);
        return `${id ?? ''} ${state ?? ''}`;
      }),
    );
  }

  /** What axe finds wrong, light and dark, each with the element. */
  async violations(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const theme of ['light', 'dark'] as const) {
      await this.show(theme);
      const { violations } = await new AxeBuilder({ page: this.page }).analyze();
      found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${theme}: ${id} ${html}`)));
    }
    await this.show('light');
    return found;
  }

  /** As the console's own switch does, which a modal covers; a real one follows the system. */
  async show(theme: 'light' | 'dark'): Promise<void> {
    if (this.#real) await this.page.emulateMedia({ colorScheme: theme });
    await this.page.evaluate(`
      if (!${this.#real}) document.documentElement.classList.toggle('pf-v6-theme-dark', ${theme === 'dark'});
      // Colours that are on their way are neither theme's.
      for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
    `);
  }

  /** For a reader of a failed test. */
  async account(): Promise<string> {
    const shown = await this.page.locator('body').innerText({ timeout: 2000 }).catch(String);
    return [`${this.#user} at ${this.page.url()}`, ...this.complaints, shown].join('\n');
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }

  /** What the console itself asks in vain is nothing of the plugin's. */
  #isOurs(url: string): boolean {
    return !this.#real || /\/api\/(plugins|proxy)\/.*quay-migration-plugin/.test(url);
  }

  /** The host logs in whoever is named; behind a real console's URL somebody is logged in. */
  async #logInAt(path: string): Promise<void> {
    if (this.#real) {
      await this.page.goto(this.#url + path);
      return;
    }
    await this.page.goto(`${this.#url}/auth/login/${this.#user}?then=${encodeURIComponent(path)}`);
  }
}
