import { describe, expect, test } from 'vitest';
import type { Job } from '../../../k8s/job.ts';
import type { MigrationPlan } from '../migration-plan.ts';
import { plan } from '../plan.fixture.ts';

const ofQuay = ({ work }: MigrationPlan): readonly (Job | undefined)[] => [work.pull[0], work.validate, work.upgrade];

describe.each(ofQuay(plan()).map((job): [string, Job | undefined] => [job?.metadata.name ?? '', job]))(
  '%s',
  (_, job) => {
    const pod = job?.spec?.template?.spec;
    const [container] = pod?.containers ?? [];
    const sourcesOf = (name: string) => pod?.volumes?.find((volume) => volume.name === name)?.projected?.sources ?? [];

    test('runs the installed Quay’s image without a token, with a file where Quay looks for one', () => {
      expect(container?.image).toBe('registry.redhat.io/quay/quay-rhel8:v3.17.4');
      expect(pod?.automountServiceAccountToken).toBe(false);
      const mount = container?.volumeMounts?.find(({ name }) => name === 'no-token');
      expect(mount?.mountPath).toBe('/var/run/secrets/kubernetes.io/serviceaccount');
      const volume = pod?.volumes?.find(({ name }) => name === 'no-token');
      expect(volume?.downwardAPI?.items?.map(({ path }) => path)).toEqual(['token']);
    });

    test('finds each file of the bundle once, CAs apart', () => {
      const config = sourcesOf('config').flatMap(
        ({ secret }) => secret?.items?.map(({ path }) => path) ?? ['config.yaml'],
      );
      const cas = sourcesOf('extra-ca-certs').flatMap(({ secret }) => secret?.items?.map(({ path }) => path) ?? []);
      const bundle = Object.keys(plan().registry.bundle.data ?? {});
      const expected = bundle.map((key) => key.replace('extra_ca_cert_', 'CA '));
      expect([...config, ...cas.map((ca) => `CA ${ca}`)].sort()).toEqual(expected.sort());
      expect(cas.length).toBeGreaterThan(0);
      const mounts = container?.volumeMounts?.map(({ mountPath }) => mountPath);
      expect(mounts).toEqual(expect.arrayContaining(['/conf/stack', '/conf/stack/extra_ca_certs']));
    });

    test('trusts the cluster’s CAs as the operator’s pods do', () => {
      const names = sourcesOf('extra-ca-certs').flatMap(({ configMap }) => (configMap ? [configMap.name] : []));
      expect(names).toEqual(['prod-cluster-service-ca', 'prod-cluster-trusted-ca']);
    });

    test('keeps its log when it has failed', () => {
      expect(job?.spec?.ttlSecondsAfterFinished).toBe(604_800);
      expect(container?.terminationMessagePolicy).toBe('File');
    });
  },
);

test('the upgrade asks for what the operator asks for its own', () => {
  const [container] = plan().work.upgrade.spec?.template?.spec?.containers ?? [];
  expect(container?.resources).toEqual({ requests: { cpu: '1', memory: '3Gi' }, limits: { cpu: '2', memory: '8Gi' } });
});

test('validation reads another config.yaml beside the same files', () => {
  const volume = plan().work.validate?.spec?.template?.spec?.volumes?.find(({ name }) => name === 'config');
  const [files, config] = volume?.projected?.sources ?? [];
  expect(files?.secret?.items?.map(({ key }) => key)).not.toContain('config.yaml');
  expect(config?.secret?.name).toBe('prod-quay-migration-work-3-validate');
});

test('proxies of the old pods are those of the upgrade, once', () => {
  const envVars = [
    { name: 'HTTPS_PROXY', value: 'http://proxy:3128' },
    { name: 'NO_PROXY', value: '.svc' },
  ];
  for (const job of ofQuay(plan({ ecosystem: { spec: { quay: { envVars } } } }))) {
    const env = job?.spec?.template?.spec?.containers?.[0]?.env ?? [];
    expect(env.filter(({ name }) => name.endsWith('_PROXY'))).toEqual([
      envVars[0],
      { name: 'NO_PROXY', value: '.svc,.svc.cluster.local' },
    ]);
  }
});

test('variables of the quay pods are those of the upgrade', () => {
  const envVars = [{ name: 'DEBUGLOG', value: 'true' }];
  for (const job of ofQuay(plan({ ecosystem: { spec: { quay: { envVars } } } }))) {
    expect(job?.spec?.template?.spec?.containers?.[0]?.env).toContainEqual(envVars[0]);
  }
});
