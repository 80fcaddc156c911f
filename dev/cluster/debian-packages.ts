import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

interface DebianNeed {
  readonly package: string;
  readonly isThere: () => boolean;
}

/** What the development cluster needs of the system: the fence around its pods, and PostgreSQL's client tools. */
const clusterNeeds: readonly DebianNeed[] = [
  { package: 'bubblewrap', isThere: () => onPath('bwrap') },
  { package: 'postgresql-client', isThere: () => postgresqlBin() !== undefined },
];

/** What the tests in a browser need on top. */
const browserNeeds: readonly DebianNeed[] = [{ package: 'chromium', isThere: () => existsSync(chromium) }];

/** Where Debian puts it. */
export const chromium = '/usr/bin/chromium';

/** The folder with pg_dump and psql of the newest installed version. */
export function postgresqlBin(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => `${root}/${version}/bin`).find((bin) => existsSync(`${bin}/pg_dump`));
}

/** Installs what is missing, as root on a Debian; elsewhere says in one sentence what to install. */
export function ensureDebianPackages(): void {
  ensure(clusterNeeds);
}

export function ensureChromium(): void {
  ensure(browserNeeds);
}

function ensure(needs: readonly DebianNeed[]): void {
  const missing = needs.filter((need) => !need.isThere()).map((need) => need.package);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    throw new Error(`Install what is missing, then start again: sudo apt-get install -y ${missing.join(' ')}`);
  }
  console.log(`Installing the Debian packages ${missing.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function onPath(command: string): boolean {
  return spawnSync('which', [command]).status === 0;
}
