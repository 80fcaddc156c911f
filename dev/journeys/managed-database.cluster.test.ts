import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../src/domain/config/base64.ts';
import { configString, configValue, parseConfigDocument } from '../../src/domain/config/config-document.ts';
import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import type { Secret } from '../../src/k8s/secret.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { fingerprint } from './database-fingerprint.ts';
import { Journey, type ServedRepositories } from './journey.ts';

/** Sample (a), with kubectl alone, from the first look to the second migration. The tests build on each other. */
describe('a managed database, Route passthrough, S3, Clair and mirror', () => {
  let journey: Journey;
  let before: ServedRepositories;
  let frozen: Readonly<Record<string, string>>;

  beforeAll(async () => {
    journey = await Journey.begin({ sample: 'a', rows: 100_000 });
    before = await journey.untilServes('legacy');
  });

  afterAll(async () => {
    await journey.end();
  });

  it('starts nothing without the label', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await journey.condition('QuayMigration')).toBeUndefined();
    expect(await journey.journals()).toEqual([]);
  });

  it('migrates on the documented label, and says so in conditions and Events', async () => {
    await journey.label();
    const done = await journey.untilReason('Migrated');
    expect(done.status).toBe('True');
    const conditions = (await journey.ecosystem()).status?.conditions ?? [];
    const steps = conditions.filter((condition) => /^QuayMigration.+/.test(condition.type));
    expect(steps.map((condition) => condition.status)).toEqual(steps.map(() => 'True'));
    expect((await journey.ecosystem()).metadata.labels).toMatchObject({ 'quay-operator/migration-complete': 'true' });
    const events = await journey.kubectl('get', 'events', '--field-selector', 'involvedObject.kind=QuayEcosystem');
    expect(events).toContain('MigrationDone');
  });

  it('has made the QuayRegistry and its bundle as mapped', async () => {
    const registry = JSON.parse(
      await journey.kubectl('get', 'quayregistry', journey.name, '-o', 'json'),
    ) as QuayRegistry;
    const managed = Object.fromEntries((registry.spec?.components ?? []).map((one) => [one.kind, one.managed]));
    expect(managed).toEqual({
      quay: true,
      postgres: true,
      clair: true,
      redis: true,
      horizontalpodautoscaler: true,
      objectstorage: false,
      route: true,
      mirror: true,
      monitoring: false,
      tls: false,
      clairpostgres: true,
    });
    const name = registry.spec?.configBundleSecret ?? '';
    const bundle = JSON.parse(await journey.kubectl('get', 'secret', name, '-o', 'json')) as Secret;
    const old = JSON.parse(
      await journey.kubectl('get', 'secret', 'quay-enterprise-config-secret', '-o', 'json'),
    ) as Secret;
    const read = (secret: Secret) => {
      const parsed = parseConfigDocument(decodeBase64(secret.data?.['config.yaml'] ?? ''));
      if (parsed.document === undefined) throw new Error(parsed.problem);
      return parsed.document;
    };
    for (const key of ['SECRET_KEY', 'DATABASE_SECRET_KEY', 'SERVER_HOSTNAME']) {
      expect(configString(read(bundle), key)).toBe(configString(read(old), key));
    }
    expect(configValue(read(bundle), 'DB_URI')).toBeUndefined();
    expect(configValue(read(bundle), 'FEATURE_GARBAGE_COLLECTION')).toBe(false);
    expect(Object.keys(bundle.data ?? {})).toEqual(
      expect.arrayContaining(['ssl.cert', 'ssl.key', 'extra_ca_cert_corp.pem', 'extra_ca_cert_quay.crt', 'ldap.crt']),
    );
  });

  it('has proven every table equal before the schema upgrade', async () => {
    const journal = await journey.lastJournal();
    const { proof } = journal;
    expect(proof?.equal).toBe(true);
    expect(proof?.tables).toHaveLength(92);
    for (const table of proof?.tables ?? []) {
      expect(table.rows.target, table.table).toBe(table.rows.source);
      expect(table.digest.target, table.table).toBe(table.digest.source);
    }
    expect(proof?.sequences.every((sequence) => sequence.equal)).toBe(true);
    expect(proof?.tables.reduce((sum, table) => sum + table.rows.source, 0)).toBeGreaterThanOrEqual(100_000);
    const finished = journal.steps.database?.finishedAt ?? '';
    expect(finished <= (journal.steps['schema-upgrade']?.startedAt ?? '')).toBe(true);
  });

  it('serves the same repositories from the new registry', async () => {
    const served = await journey.untilServes('current');
    expect(served.repositories).toEqual(before.repositories);
    expect(served.alembic).toBe('c3d4e5f6a7b8');
  });

  it('has left the old database as it was, and nothing of its own behind', async () => {
    frozen = await fingerprint(journey.sample.database());
    const { proof } = await journey.lastJournal();
    const rows = Object.fromEntries((proof?.tables ?? []).map((table) => [table.table, table.rows.source]));
    expect(rowsOf(frozen)).toEqual(rows);
    const ecosystem = await journey.ecosystem();
    expect(ecosystem.metadata.finalizers ?? []).toEqual([]);
    const work = await journey.kubectl(
      'get',
      'jobs,pods,services,secrets,configmaps,serviceaccounts,roles',
      '-o',
      'name',
    );
    expect(work.split('\n').filter((line) => line.includes('-qm-') || line.includes('migration-work'))).toEqual([]);
  });

  it('rolls back when the QuayRegistry is deleted: the old registry has the old data', async () => {
    await journey.kubectl('delete', 'quayregistry', journey.name, '--wait=false');
    await journey.untilReason('RolledBack');
    expect((await journey.untilServes('legacy')).repositories).toEqual(before.repositories);
    const ecosystem = await journey.ecosystem();
    expect(ecosystem.metadata.labels).not.toHaveProperty('quay-operator/migration-complete');
    expect(await journey.kubectl('get', 'quayregistry', '-o', 'name')).toBe('');
    const claims = await journey.kubectl('get', 'pvc', '-o', 'name');
    expect(claims).toContain(`${journey.name}-quay-postgres-13`);
  });

  it('does not start again when the label alone is set again', async () => {
    await journey.kubectl('label', 'quayecosystem', journey.name, 'quay-operator/migrate-');
    await journey.label();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await journey.journals()).toHaveLength(1);
    expect((await journey.condition('QuayMigration'))?.reason).toBe('RolledBack');
  });

  it('asks before it deletes the volume that the first attempt kept', async () => {
    await journey.annotate('quay-migration/request=second');
    const refused = await journey.untilReason('Blocked');
    expect(refused.message).toContain('volume-kept');
  });

  it('migrates again on a new request that accepts that', async () => {
    await journey.annotate('quay-migration/request=third', 'quay-migration/acknowledged=third: volume-kept');
    await journey.untilReason('Migrated');
    const served = await journey.untilServes('current');
    expect(served.repositories).toEqual(before.repositories);
    expect((await journey.journals()).map((journal) => [journal.request, journal.phase])).toEqual([
      ['label', 'rolled-back'],
      ['second', 'refused'],
      ['third', 'done'],
    ]);
  });

  it('tells no secret value in conditions, Events or the log', async () => {
    const cluster = testCluster();
    const said = [
      JSON.stringify((await journey.ecosystem()).status),
      await journey.kubectl('get', 'events', '-o', 'json'),
      await journey.kubectlAs(
        'admin',
        'logs',
        '--namespace',
        journey.serviceNamespace,
        'deployment/quay-migration-plugin',
      ),
    ].join('\n');
    const secrets = await cluster
      .client('admin')
      .get(
        { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true },
        'quay-enterprise-config-secret',
        journey.namespace,
      );
    const config = decodeBase64((secrets as Secret | undefined)?.data?.['config.yaml'] ?? '');
    const { document } = parseConfigDocument(config);
    const key = document === undefined ? undefined : configString(document, 'DATABASE_SECRET_KEY');
    expect(key).toMatch(/^\d{70,}$/);
    expect(said).not.toContain(key);
  });
});

function rowsOf(prints: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(prints).map(([table, print]) => [
      table.replace(/^public\./, '').replaceAll('"', ''),
      Number.parseInt(print, 10),
    ]),
  );
}
