import { expect, test } from 'vitest';
import type { Job } from '../../../k8s/job.ts';
import { decodeBase64, encodeBase64 } from '../../config/base64.ts';
import type { Change } from '../../fixtures/prod-registry.fixture.ts';
import { plan } from '../plan.fixture.ts';

function environment(job: Job | undefined): Readonly<Record<string, unknown>> {
  const [container] = job?.spec?.template?.spec?.containers ?? [];
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
}

test('hands over how the old database is encrypted, with the files that its configuration names', () => {
  const encrypted: Change = {
    config: {
      DB_URI: 'postgresql://u:p@pg.corp.example.com/quay?sslmode=require&sslkey=/conf/stack/client.key',
      DB_CONNECTION_ARGS: {
        sslmode: 'verify-full',
        sslrootcert: 'conf/stack/database.pem',
        sslcert: '/etc/own.crt',
      },
    },
    patch: {
      'Secret/quay-enterprise-config-secret': {
        data: { 'database.pem': encodeBase64('the CA'), 'client.key': encodeBase64('the key') },
      },
    },
  };
  const { work } = plan(encrypted);
  const paths = { SSLMODE: 'verify-full', SSLROOTCERT: '/run/source-files/SSLROOTCERT' };
  const files = { SSLCERT: '/etc/own.crt', SSLKEY: '/run/source-files/SSLKEY' };
  const as = (side: string): Record<string, string> =>
    Object.fromEntries(Object.entries({ ...paths, ...files }).map(([name, value]) => [`${side}_${name}`, value]));
  const volume = {
    name: 'source-files',
    secret: {
      secretName: 'prod-quay-migration-work-3',
      items: [
        { key: 'source-sslrootcert', path: 'SSLROOTCERT' },
        { key: 'source-sslkey', path: 'SSLKEY' },
      ],
    },
  };
  for (const [job, side] of [
    [work.inspect, 'SOURCE'],
    [work.rest, 'SOURCE'],
    [work.check, 'TARGET'],
  ] as const) {
    expect(environment(job)).toMatchObject(as(side));
    expect(job?.spec?.template?.spec?.volumes).toEqual([volume]);
    expect(job?.spec?.template?.spec?.containers?.[0]?.volumeMounts).toEqual([
      { name: 'source-files', mountPath: '/run/source-files', readOnly: true },
    ]);
  }
  const text = (key: string): string => decodeBase64(work.secret.data?.[key] ?? '');
  expect([text('source-sslrootcert'), text('source-sslkey')]).toEqual(['the CA', 'the key']);
  expect(work.secret.data).not.toHaveProperty('source-sslcert');
});

test('hands over nothing where the configuration says nothing', () => {
  const { inspect } = plan().work;
  expect(Object.keys(environment(inspect)).filter((name) => name.includes('SSL'))).toEqual([]);
  expect(inspect.spec?.template?.spec?.volumes).toEqual([]);
});
