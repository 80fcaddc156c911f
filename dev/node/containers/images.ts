import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Mount } from './sandbox.ts';

/** What runs for an image: its own entry point and command, as `podman inspect` would show them. */
export interface Program {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly mounts: readonly Mount[];
  /** Directories of the image that its user may write. */
  readonly writable: readonly string[];
  /** It is told the faults that a test wants (ConfigMap `dev-faults`). */
  readonly takesFaults: boolean;
}

/**
 * `program`: a real process. `idle`: no process; it is ready at once, and in a pod that is to end it ends well.
 * `missing`: there is no such image.
 */
export type SimulatedImage =
  { readonly kind: 'program'; readonly program: Program } | { readonly kind: 'idle' } | { readonly kind: 'missing' };

/** Where the programs lie on this machine. */
export interface ImageSources {
  /** The repository: node_modules, dev/quay. */
  readonly repository: string;
  /** What `npm run build` assembled: /opt/app of our own image. */
  readonly imageDirectory: string;
}

/** What a reference without a version stands for: the newest that is simulated. */
const newestQuay = '3.18.0';

const table: readonly {
  readonly pattern: RegExp;
  readonly image: (sources: ImageSources, reference: string) => SimulatedImage;
}[] = [
  { pattern: /does-not-exist/, image: () => ({ kind: 'missing' }) },
  { pattern: /\/postgresql-(96|10)(-|:|@|$)/, image: (sources) => postgresqlImage(sources, 10) },
  { pattern: /\/postgresql-13(-|:|@|$)/, image: (sources) => postgresqlImage(sources, 13) },
  { pattern: /(^|\/)quay-migration-plugin(:|@|$)/, image: ownImage },
  { pattern: /\/quay(-rhel\d)?:(v?3\.[0-3](\D|$)|qui-gon)/, image: (sources) => quayImage(sources, 'legacy', '3.3.4') },
  {
    pattern: /\/quay(-rhel\d)?(:|@|$)/,
    image: (sources, reference) =>
      quayImage(sources, 'current', /:v?(\d+(\.\d+)+)$/.exec(reference)?.[1] ?? newestQuay),
  },
  { pattern: /\/redis(-\d+)?(-rhel\d|-c\ds)?(:|@|$)/, image: redisImage },
];

/** What an image reference stands for; the first line of the table that fits decides. */
export function simulatedImage(reference: string, sources: ImageSources): SimulatedImage {
  return table.find(({ pattern }) => pattern.test(reference))?.image(sources, reference) ?? { kind: 'idle' };
}

const systemPath = '/usr/local/bin:/usr/bin:/bin';

function postgresqlImage({ repository }: ImageSources, major: 10 | 13): SimulatedImage {
  const scripts = join(repository, 'dev/node/postgresql');
  return program({
    command: ['run-postgresql'],
    environment: {
      PATH: `/opt/postgresql-image/bin:/opt/postgresql/bin:${clientTools()}:${systemPath}`,
      HOME: '/var/lib/pgsql',
      PGUSER: 'postgres',
      PGHOST: '/var/run/postgresql',
      PGDATA: '/var/lib/pgsql/data/userdata',
      POSTGRESQL_VERSION: String(major),
    },
    workingDirectory: '/opt/app-root/src',
    mounts: [
      { source: join(repository, `node_modules/postgres-${major}/native`), target: '/opt/postgresql', readOnly: true },
      { source: scripts, target: '/opt/postgresql-image/bin', readOnly: true },
      { source: join(scripts, 'check-container'), target: '/usr/libexec/check-container', readOnly: true },
    ],
    writable: ['/var/lib/pgsql', '/var/lib/pgsql/data', '/var/run/postgresql', '/opt/app-root/src'],
  });
}

function ownImage(sources: ImageSources): SimulatedImage {
  return program({
    entrypoint: ['node'],
    command: ['service.mjs'],
    environment: {
      PATH: `/opt/node:${clientTools()}:${systemPath}`,
      HOME: '/opt/app-root/src',
      NODE_ENV: 'production',
      NODE_OPTIONS: '--enable-source-maps',
    },
    workingDirectory: '/opt/app',
    mounts: [nodeMount(sources), { source: sources.imageDirectory, target: '/opt/app', readOnly: true }],
    writable: ['/opt/app-root/src'],
  });
}

function quayImage(sources: ImageSources, generation: 'legacy' | 'current', version: string): SimulatedImage {
  const image = join(sources.repository, 'dev/quay/image');
  return program({
    entrypoint: ['/quay-registry/quay-entrypoint.sh'],
    command: ['registry'],
    environment: {
      PATH: `/app/bin:/opt/node:${systemPath}`,
      HOME: '/quay-registry',
      QUAYPATH: '/quay-registry',
      QUAYCONF: '/conf',
      QUAY_GENERATION: generation,
      QUAY_VERSION: version,
    },
    workingDirectory: '/quay-registry',
    mounts: [
      nodeMount(sources),
      { source: sources.repository, target: '/opt/development', readOnly: true },
      { source: join(image, 'bin'), target: '/app/bin', readOnly: true },
      { source: join(image, 'quay-entrypoint.sh'), target: '/quay-registry/quay-entrypoint.sh', readOnly: true },
      { source: join(image, 'init'), target: '/quay-registry/conf/init', readOnly: true },
    ],
    writable: ['/quay-registry', '/datastorage'],
    takesFaults: true,
  });
}

function redisImage(sources: ImageSources): SimulatedImage {
  return program({
    entrypoint: ['node', '--disable-warning=ExperimentalWarning', '/opt/development/dev/redis/server.ts'],
    environment: { PATH: `/opt/node:${systemPath}`, HOME: '/var/lib/redis' },
    workingDirectory: '/var/lib/redis',
    mounts: [nodeMount(sources), { source: sources.repository, target: '/opt/development', readOnly: true }],
    writable: ['/var/lib/redis'],
    command: [],
  });
}

function program(parts: Omit<Program, 'entrypoint' | 'takesFaults'> & Partial<Program>): SimulatedImage {
  return { kind: 'program', program: { entrypoint: [], takesFaults: false, ...parts } };
}

/** The project's own Node, the directory of the real binary: .bin holds a link. */
function nodeMount({ repository }: ImageSources): Mount {
  const binary = realpathSync(join(repository, 'node_modules/.bin/node'));
  return { source: join(binary, '..'), target: '/opt/node', readOnly: true };
}

/** psql and pg_dump: the npm packages of PostgreSQL hold the servers alone. Debian's newest, where there are several. */
function clientTools(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root)
    ? readdirSync(root)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  const newest = versions.find((version) => existsSync(join(root, String(version), 'bin/psql'))) ?? 15;
  return join(root, String(newest), 'bin');
}
