import { describe, expect, test } from 'vitest';
import { operatorDeployment } from '../../fixtures/prod-registry.fixture.ts';
import type { Change } from '../../fixtures/prod-registry.fixture.ts';
import { plan } from '../plan.fixture.ts';

const live: Change = { remove: ['ClusterServiceVersion/quay-operator.v3.17.4'], add: [operatorDeployment] };

function pulled(change: Change): readonly (string | undefined)[] {
  const [, components] = plan(change).work.pull;
  return (components?.spec?.template?.spec?.containers ?? []).map(({ image }) => image);
}

describe('the images of the components', () => {
  test('are pulled in one pod, each once, those of managed components alone', () => {
    expect(pulled(live)).toEqual([
      'registry.redhat.io/rhel8/postgresql-13:1',
      'registry.redhat.io/quay/clair-rhel8:v3.17.4',
      'registry.redhat.io/rhel8/redis-6:1',
      'registry.redhat.io/rhel8/postgresql-15:1',
    ]);
    expect(pulled({ ...live, ecosystem: { spec: { clair: { enabled: false } } } })).toEqual([
      'registry.redhat.io/rhel8/postgresql-13:1',
      'registry.redhat.io/rhel8/redis-6:1',
    ]);
  });

  test('need no Job where the operator names none', () => {
    expect(plan({ remove: ['ClusterServiceVersion/quay-operator.v3.17.4'] }).work.pull).toHaveLength(1);
  });

  test('have names of their own, and no more is asked for than starting takes', () => {
    const [, job] = plan(live).work.pull;
    const containers = job?.spec?.template?.spec?.containers ?? [];
    expect(job?.metadata.name).toBe('prod-qm-images-3');
    expect(new Set(containers.map(({ name }) => name)).size).toBe(containers.length);
    for (const { command, resources } of containers) {
      expect(command).toEqual(['/bin/true']);
      expect(resources).toMatchObject({ requests: { cpu: '10m' } });
    }
  });
});

describe('pull secrets', () => {
  test('are with the pods of our own image, and with none that tries what the operator will run', () => {
    const { work, database } = plan(live);
    const secretsOf = (spec: { imagePullSecrets?: readonly { name: string }[] } | undefined) =>
      (spec?.imagePullSecrets ?? []).map(({ name }) => name);
    for (const job of [...work.pull, work.upgrade]) expect(secretsOf(job.spec?.template?.spec)).toEqual([]);
    expect(secretsOf(database.server?.spec)).toEqual([]);
    for (const job of [work.inspect, work.copy, work.check]) {
      expect(secretsOf(job?.spec?.template?.spec)).toEqual(['ours', 'redhat-pull-secret']);
    }
  });
});
