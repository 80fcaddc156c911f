import pg from 'pg';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { PersistentVolumeClaim } from '../../src/k8s/persistentvolumeclaim.ts';
import type { Container, EnvVar } from '../../src/k8s/pod.ts';
import { configMaps, persistentVolumeClaims, services } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { configMapOf } from './known-objects.fixture.ts';
import { TestPods, patience } from './pods/simulated-pod.fixture.ts';

const cluster = testCluster();
const images = {
  10: 'registry.example.com/rhscl/postgresql-10-rhel7:1',
  13: 'quay.io/sclorg/postgresql-13-c9s:latest',
};

let namespace = '';
let simulated: TestPods;
beforeAll(async () => {
  namespace = await cluster.createNamespace('postgresql');
  simulated = new TestPods(cluster.client('admin'), namespace);
});

const login = { user: 'quay-db', database: 'the "quay" db', password: "it's $e'cret\\" };

function environment(parts: { user?: string; password?: string } = {}): EnvVar[] {
  return [
    { name: 'POSTGRESQL_USER', value: parts.user ?? login.user },
    { name: 'POSTGRESQL_DATABASE', value: login.database },
    { name: 'POSTGRESQL_PASSWORD', value: (parts.password ?? login.password).replace('$', '$$') },
    { name: 'POSTGRESQL_ADMIN_PASSWORD', value: 'root-password' },
    { name: 'POSTGRESQL_MAX_CONNECTIONS', value: '222' },
    { name: 'POSTGRESQL_SHARED_BUFFERS', value: '24MB' },
  ];
}

/** A claim and a Service called like the server, which is the only pod that fits. */
async function prepare(name: string): Promise<void> {
  const claim: PersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  await simulated.create(persistentVolumeClaims, claim);
  const metadata = { name };
  await simulated.create(services, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: { server: name }, ports: [{ port: 5432 }] },
  });
}

async function start(name: string, parts: Partial<Container> & { claim: string }): Promise<void> {
  const { claim, volumeMounts = [], ...container } = parts;
  const volumes = [
    { name: 'data', persistentVolumeClaim: { claimName: claim } },
    { name: 'hooks', configMap: { name: 'hooks', optional: true } },
  ];
  await simulated.start(
    name,
    {
      image: images[13],
      env: environment(),
      readinessProbe: { exec: { command: ['/usr/libexec/check-container'] } },
      volumeMounts: [{ name: 'data', mountPath: '/var/lib/pgsql/data' }, ...volumeMounts],
      ...container,
    },
    { volumes, restartPolicy: 'Never', terminationGracePeriodSeconds: 30 },
    { server: claim },
  );
}

async function connect(
  service: string,
  credentials: { user?: string; password?: string; database?: string } = {},
): Promise<pg.Client> {
  const host = await cluster.addressOf(namespace, service);
  return vi.waitFor(async () => {
    const client = new pg.Client({ host, port: 5432, ...login, ...credentials });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }, patience);
}

async function ask(service: string, sql: string, credentials = {}): Promise<unknown[]> {
  const client = await connect(service, credentials);
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows.map((row) => Object.values(row)[0]);
}

describe.each([10, 13] as const)('the simulated PostgreSQL %i image', (major) => {
  const name = `server-${major}`;

  test('makes role and database as given, and keeps the data from one pod to the next', async () => {
    await prepare(name);
    await start(`${name}-a`, { claim: name, image: images[major] });
    await simulated.untilReady(`${name}-a`);
    const [version] = await ask(name, 'SHOW server_version');
    expect(String(version)).toMatch(new RegExp(`^${major}\\.`));
    await ask(name, 'CREATE TABLE kept AS SELECT 42 AS answer');
    expect(await ask(name, 'SHOW max_connections')).toEqual(['222']);
    expect(await ask(name, 'SHOW shared_buffers')).toEqual(['24MB']);
    expect(await ask(name, 'SHOW server_encoding')).toEqual(['UTF8']);
    const owner = 'SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()';
    expect(await ask(name, owner)).toEqual([login.user]);
    const superuser = 'SELECT usesuper FROM pg_user WHERE usename = current_user';
    expect(await ask(name, superuser, { user: 'postgres', password: 'root-password' })).toEqual([true]);
    expect(await ask(name, superuser)).toEqual([false]);
    await simulated.delete(`${name}-a`);

    await start(`${name}-b`, { claim: name, image: images[major], env: environment({ password: 'another' }) });
    await simulated.untilReady(`${name}-b`);
    expect(await ask(name, 'SELECT answer FROM kept', { password: 'another' })).toEqual([42]);
    await simulated.delete(`${name}-b`);
  });

  test('does not start for a role that its data do not have', async () => {
    await start(`${name}-c`, { claim: name, image: images[major], env: environment({ user: 'stranger' }) });
    await simulated.untilPhase(`${name}-c`, 'Failed');
    expect(await simulated.log(`${name}-c`)).toContain('role "stranger" does not exist');
  });

  test('does not start on data of another version', async () => {
    await start(`${name}-d`, { claim: name, image: images[major === 10 ? 13 : 10] });
    await simulated.untilPhase(`${name}-d`, 'Failed');
    expect(await simulated.log(`${name}-d`)).toContain('Incompatible data directory');
  });
});

describe('the simulated PostgreSQL image', () => {
  test('is found by its Service name from another pod', async () => {
    await prepare('named');
    await start('named', { claim: 'named' });
    const script = `until psql -Atc "SELECT 'found'"; do sleep 0.1; done 2>/dev/null`;
    const env = [
      { name: 'PGHOST', value: `named.${namespace}.svc` },
      { name: 'PGUSER', value: login.user },
      { name: 'PGDATABASE', value: login.database },
      { name: 'PGPASSWORD', value: login.password.replace('$', '$$') },
    ];
    await simulated.start('client', { script, env });
    await simulated.untilPhase('client', 'Succeeded');
    expect(await simulated.log('client')).toBe('found\n');
    await simulated.delete('named');
  });

  test('runs the start hooks that are mounted, and takes arguments of postgres', async () => {
    await prepare('hooked');
    const hook = `psql -v ON_ERROR_STOP=1 -d "$POSTGRESQL_DATABASE" -c 'CREATE EXTENSION IF NOT EXISTS pg_trgm'`;
    await simulated.create(configMaps, configMapOf('hooks', { 'create-extensions.sh': hook }));
    await start('hooked', {
      claim: 'hooked',
      args: ['run-postgresql', '-c', 'work_mem=7MB'],
      volumeMounts: [{ name: 'hooks', mountPath: '/opt/app-root/src/postgresql-start' }],
    });
    await simulated.untilReady('hooked');
    expect(await ask('hooked', "SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")).toEqual([1]);
    expect(await ask('hooked', 'SHOW work_mem')).toEqual(['7MB']);
    await simulated.delete('hooked');
  });

  test('takes the settings that an operator mounts over its sample', async () => {
    await prepare('settings');
    const sample = { 'postgresql.conf.sample': "huge_pages = off\nlog_min_duration_statement = '77s'\n" };
    await simulated.create(configMaps, configMapOf('hooks-sample', sample));
    const volumes = [
      { name: 'data', persistentVolumeClaim: { claimName: 'settings' } },
      { name: 'sample', configMap: { name: 'hooks-sample' } },
    ];
    const volumeMounts = [
      { name: 'data', mountPath: '/var/lib/pgsql/data' },
      { name: 'sample', mountPath: '/usr/share/pgsql/postgresql.conf.sample', subPath: 'postgresql.conf.sample' },
    ];
    await simulated.start(
      'settings',
      { image: images[13], env: environment(), volumeMounts },
      { volumes },
      { server: 'settings' },
    );
    expect(await ask('settings', 'SHOW log_min_duration_statement')).toEqual(['77s']);
    await simulated.delete('settings');
  });

  test('waits for its sessions at SIGTERM, and not when the preStop hook stops it fast', async () => {
    await prepare('ended');
    await start('patient', { claim: 'ended' });
    await simulated.untilReady('patient');
    const session = await connect('ended');
    expect(await simulated.delete('patient', 2)).toBeGreaterThan(1500);
    await session.end().catch(() => undefined);

    const lifecycle = { preStop: { exec: { command: ['pg_ctl', 'stop', '-m', 'fast'] } } };
    await start('brisk', { claim: 'ended', lifecycle });
    await simulated.untilReady('brisk');
    await connect('ended');
    expect(await simulated.delete('brisk', 30)).toBeLessThan(3000);

    const data = '/var/lib/pgsql/data';
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'ended' } }];
    const inspect = {
      command: ['pg_controldata', `${data}/userdata`],
      volumeMounts: [{ name: 'data', mountPath: data }],
    };
    await simulated.start('inspect', { image: images[13], ...inspect }, { volumes });
    await simulated.untilPhase('inspect', 'Succeeded');
    expect(await simulated.log('inspect')).toMatch(/Database cluster state: +shut down\n/);
  });

  test('says what is missing in its environment', async () => {
    await simulated.start('bare', { image: images[13], env: [{ name: 'POSTGRESQL_USER', value: 'quay' }] });
    await simulated.untilPhase('bare', 'Failed');
    expect(await simulated.log('bare')).toContain('belong together');
  });
});
