import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../../domain/config/base64.ts';
import { ecosystemFinalizer } from '../../../../domain/migration-names.ts';
import * as kinds from '../../../../k8s/resource.ts';
import { type AttemptUnderTest, changesIn, target, triesOf } from '../../attempt/attempt.fixture.ts';
import { completeLabel } from '../../objects/complete-label.ts';
import { claim, postgresDeployment, serving } from './verify.fixture.ts';
import { assertAsPlanned, assertKeysKept, verify } from './verify.ts';

const { namespace } = target;

function labelOf({ cluster }: AttemptUnderTest): string | undefined {
  return cluster.peek(kinds.quayEcosystems, target)?.metadata.labels?.[completeLabel];
}

describe('verify', () => {
  it('removes the work, lets the QuayEcosystem go, and then says that it may be deleted', async () => {
    const test = await serving();
    expect(await verify(test.attempt)).toMatchObject({
      kind: 'wait',
      message: 'deleting the temporary objects of the migration',
    });
    expect(changesIn(test.cluster)).toEqual([`delete Pod ${test.plan.database.server?.metadata.name ?? ''}`]);
    expect(await verify(await test.restarted())).toMatchObject({ kind: 'wait' });
    expect(labelOf(test)).toBeUndefined();
    const finished = await test.restarted();
    expect(await verify(finished)).toMatchObject({ kind: 'done' });
    expect(labelOf(test)).toBe('true');
    expect(changesIn(test.cluster).slice(-2)).toEqual(['patch QuayEcosystem prod', 'patch QuayEcosystem prod']);
    expect(test.cluster.peek(kinds.quayEcosystems, target)?.metadata.finalizers ?? []).not.toContain(
      ecosystemFinalizer,
    );
    expect(await triesOf(test.cluster, () => verify(finished))).toEqual([]);
  });

  it('writes over another value of the label', async () => {
    const test = await serving();
    test.cluster.edit(kinds.quayEcosystems, target, { metadata: { labels: { [completeLabel]: 'soon' } } });
    for (let looks = 0; looks < 3; looks += 1) await verify(test.attempt);
    expect(labelOf(test)).toBe('true');
  });

  it('does without a QuayEcosystem that was deleted meanwhile', async () => {
    const test = await serving();
    test.cluster.vanish(kinds.quayEcosystems, target);
    for (let looks = 0; looks < 2; looks += 1) await verify(test.attempt);
    expect((await verify(test.attempt)).kind).toBe('done');
  });

  const waits: [string, (test: AttemptUnderTest) => void, RegExp][] = [
    [
      'the QuayRegistry',
      ({ cluster }) => {
        cluster.vanish(kinds.quayRegistries, target);
      },
      /QuayRegistry does not exist/,
    ],
    [
      'its pod',
      ({ cluster }) => {
        cluster.vanish(kinds.deployments, { namespace, name: 'prod-quay-app' });
      },
      /quay-app pod/,
    ],
    [
      'its version',
      ({ cluster }) => {
        cluster.edit(kinds.quayRegistries, target, { status: { currentVersion: 'v3.16.0' } });
      },
      /version v3.17.4/,
    ],
    [
      'its database',
      ({ cluster }) => {
        cluster.vanish(kinds.pods, { namespace, name: 'prod-quay-database-1' });
      },
      /prod-quay-database/,
    ],
  ];
  it.each(waits)('waits for %s, and changes nothing', async (_what, change, message) => {
    const test = await serving();
    change(test);
    const outcome = await verify(test.attempt);
    expect([outcome.kind, outcome.message]).toEqual(['wait', expect.stringMatching(message)]);
    expect(changesIn(test.cluster)).toEqual([]);
  });

  const failures: [string, (test: AttemptUnderTest) => void, RegExp][] = [
    [
      'a key was changed',
      ({ cluster, plan }) => {
        const { name } = plan.registry.managedKeys.metadata;
        cluster.edit(kinds.secrets, { namespace, name }, { data: { SECRET_KEY: encodeBase64('another') } });
      },
      /the old registry's SECRET_KEY/,
    ],
    [
      'a setting was changed',
      ({ cluster, plan }) => {
        const { name } = plan.registry.bundle.metadata;
        cluster.edit(kinds.secrets, { namespace, name }, { data: { 'config.yaml': encodeBase64('{}') } });
      },
      /config\.yaml changed/,
    ],
    [
      'the database is on another volume',
      ({ cluster }) => {
        cluster.seed(kinds.deployments, postgresDeployment('prod-quay-postgres-16'));
      },
      /prod-quay-postgres-16 instead of/,
    ],
  ];
  it.each(failures)('fails where %s, and changes nothing', async (_what, change, message) => {
    const test = await serving();
    change(test);
    await expect(verify(test.attempt)).rejects.toThrow(message);
    expect(changesIn(test.cluster)).toEqual([]);
    expect(labelOf(test)).toBeUndefined();
  });
});

describe('assertKeysKept', () => {
  it.each([
    ['SECRET_KEY', /the old registry's SECRET_KEY$/],
    ['DATABASE_SECRET_KEY', /the old registry's DATABASE_SECRET_KEY$/],
  ])('compares %s', async (key, message) => {
    const { cluster, attempt, plan } = await serving();
    const { name } = plan.registry.managedKeys.metadata;
    await expect(assertKeysKept(attempt)).resolves.toBeUndefined();
    cluster.edit(kinds.secrets, { namespace, name }, { data: { [key]: null } });
    await expect(assertKeysKept(attempt)).rejects.toThrow(message);
    await expect(assertKeysKept(attempt)).rejects.toThrow(`Secret ${namespace}/${name}`);
  });

  it('does not mind what else the operator writes there', async () => {
    const { cluster, attempt, plan } = await serving();
    const { name } = plan.registry.managedKeys.metadata;
    cluster.edit(kinds.secrets, { namespace, name }, { data: { CLAIR_SECURITY_SCANNER_V4_PSK: 'bmV3', MORE: 'eA==' } });
    await expect(assertKeysKept(attempt)).resolves.toBeUndefined();
  });

  it('misses both without data', async () => {
    const { cluster, attempt, plan } = await serving();
    cluster.edit(kinds.secrets, { namespace, name: plan.registry.managedKeys.metadata.name }, { data: null });
    await expect(assertKeysKept(attempt)).rejects.toThrow(/the old registry's SECRET_KEY and DATABASE_SECRET_KEY$/);
  });

  it('misses both without the Secret', async () => {
    const { cluster, attempt, plan } = await serving();
    cluster.vanish(kinds.secrets, { namespace, name: plan.registry.managedKeys.metadata.name });
    await expect(assertKeysKept(attempt)).rejects.toThrow(/the old registry's SECRET_KEY and DATABASE_SECRET_KEY$/);
  });
});

describe('assertAsPlanned', () => {
  it('names each file of the bundle that changed, and no other', async () => {
    const { cluster, attempt, plan } = await serving();
    const { name } = plan.registry.bundle.metadata;
    await expect(assertAsPlanned(attempt, plan)).resolves.toBeUndefined();
    const files = Object.keys(plan.registry.bundle.data ?? {});
    cluster.edit(kinds.secrets, { namespace, name }, { data: { 'config.yaml': null, added: 'eA==' } });
    await expect(assertAsPlanned(attempt, plan)).rejects.toThrow(`does not match the plan: config.yaml changed`);
    cluster.edit(kinds.secrets, { namespace, name }, { data: null });
    await expect(assertAsPlanned(attempt, plan)).rejects.toThrow(
      `does not match the plan: ${files.join(', ')} changed`,
    );
    cluster.vanish(kinds.secrets, { namespace, name });
    await expect(assertAsPlanned(attempt, plan)).rejects.toThrow(
      `does not match the plan: ${files.join(', ')} changed`,
    );
  });

  const claims: [string, (test: AttemptUnderTest) => void][] = [
    [
      'was deleted',
      ({ cluster }) => {
        cluster.vanish(kinds.persistentVolumeClaims, { namespace, name: claim });
      },
    ],
    [
      'is being deleted',
      ({ cluster }) => {
        const metadata = { deletionTimestamp: '2026-01-01T00:00:00Z' };
        cluster.edit(kinds.persistentVolumeClaims, { namespace, name: claim }, { metadata });
      },
    ],
    [
      'was made again',
      ({ cluster }) => {
        cluster.edit(kinds.persistentVolumeClaims, { namespace, name: claim }, { metadata: { uid: 'its successor' } });
      },
    ],
  ];
  it.each(claims)('fails where the volume %s', async (_what, change) => {
    const test = await serving();
    change(test);
    await expect(assertAsPlanned(test.attempt, test.plan)).rejects.toThrow(
      `PersistentVolumeClaim ${namespace}/${claim} was deleted during the migration`,
    );
  });

  it('fails where the volume is none that this attempt has made', async () => {
    const { attempt, plan } = await serving();
    await attempt.forgetCreated(kinds.persistentVolumeClaims, claim);
    await expect(assertAsPlanned(attempt, plan)).rejects.toThrow(`PersistentVolumeClaim ${namespace}/${claim}`);
  });

  it('has no volume to look at where the database stays', async () => {
    const { attempt, plan } = await serving({ choices: { database: 'unmanaged' } });
    await expect(assertAsPlanned(attempt, plan)).resolves.toBeUndefined();
  });
});
