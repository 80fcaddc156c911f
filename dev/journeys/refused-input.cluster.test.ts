import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/domain/config/base64.ts';
import type { Condition } from '../../src/k8s/condition.ts';
import type { QuayEcosystem } from '../../src/k8s/quayecosystem.ts';
import { quayEcosystems, secrets } from '../../src/k8s/resource.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { Journey } from './journey.ts';
import { quietObjects } from './namespace-objects.ts';

/** Through it a test stores what QuayEcosystems held that are older than the schema of their kind. */
const unchecked = { ...quayEcosystems, version: 'unchecked' };

const configSecret = 'quay-enterprise-config-secret';

describe('input that cannot be right is refused with its object and field, and nothing is changed', () => {
  let journey: Journey;
  let requests = 0;
  let original: QuayEcosystem['spec'];

  beforeAll(async () => {
    journey = await Journey.begin({ sample: 'a', rows: 1000 });
    await journey.untilServes('legacy');
    ({ spec: original } = await journey.ecosystem());
  });

  afterAll(async () => {
    await journey.end();
  });

  /** Asks, and answers what is said of that request; everything else in the namespace stays as it is. */
  async function refusal(): Promise<Condition> {
    const before = await quietObjects(journey);
    requests += 1;
    const request = `bad-${requests}`;
    await journey.annotate(`quay-migration/request=${request}`);
    await journey.label();
    const deadline = Date.now() + 60_000;
    for (;;) {
      if (Date.now() > deadline) throw new Error(`request ${request} is not refused`);
      const condition = await journey.condition('QuayMigration');
      const answered = condition?.message?.includes(`"${request}"`) === true && condition.reason !== 'Running';
      if (answered) {
        expect(condition).toMatchObject({ status: 'False', reason: 'Blocked' });
        expect(await quietObjects(journey)).toBe(before);
        return condition;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async function replaceSpec(path: string, value: unknown): Promise<void> {
    const body = [{ op: 'add', path, value }];
    const target = { namespace: journey.namespace, name: journey.name };
    await testCluster().client('admin').patch(unchecked, target, { type: 'json', body });
  }

  const specs: [string, string, unknown, RegExp][] = [
    ['no spec', '/spec', null, /: Secret \S+\/prod-quay-postgresql metadata\.name: /],
    ['a spec that is a text', '/spec', 'quay', /: QuayEcosystem \S+\/prod spec: spec must be a mapping/],
    ['no spec.quay', '/spec/quay', null, /: Secret \S+\/prod-quay-postgresql metadata\.name: /],
    ['a spec.quay that is a list', '/spec/quay', [], /spec\.quay must be/],
    ['replicas in words', '/spec/quay/replicas', 'two', /spec\.quay\.replicas must be .*the string "two"/],
    ['no external access', '/spec/quay/externalAccess', null, /certificate-self-signed: Secret \S+ data\[/],
    ['a storage that is null', '/spec/quay/registryBackends', [null], /spec\.quay\.registryBackends\[0\] must be/],
    ['storages that are a mapping', '/spec/quay/registryBackends', { s3: {} }, /spec\.quay\.registryBackends must be/],
    ['no database', '/spec/quay/database', null, /: Secret \S+\/prod-quay-postgresql metadata\.name: /],
    ['a size that is none', '/spec/quay/database/volumeSize', 'lots', /spec\.quay\.database\.volumeSize must be/],
    ['a Secret name that is a number', '/spec/quay/database/credentialsSecretName', 7, /credentialsSecretName must be/],
    ['files that are a text', '/spec/quay/configFiles', 'corp-ca', /spec\.quay\.configFiles must be a list/],
  ];
  it.each(specs)('%s', async (_name, path, value, message) => {
    await replaceSpec('/spec', original);
    await replaceSpec(path, value);
    const told = await refusal();
    expect(told.message).toMatch(message);
  });

  it('two QuayEcosystems that share the config Secret', async () => {
    await replaceSpec('/spec', original);
    const client = testCluster().client('admin');
    const metadata = { namespace: journey.namespace, name: 'second' };
    const { apiVersion, kind } = await journey.ecosystem();
    await client.create(quayEcosystems, { apiVersion, kind, metadata, ...(original && { spec: original }) });
    const told = await refusal();
    expect(told.message).toContain(`config-secret-shared: Secret ${journey.namespace}/${configSecret} metadata.name`);
    expect(told.message).toContain('second');
    await client.delete(quayEcosystems, metadata);
  });

  it('a config.yaml that leaves no room for what the operator adds', async () => {
    const client = testCluster().client('admin');
    const target = { namespace: journey.namespace, name: configSecret };
    const before = (await client.get(secrets, configSecret, journey.namespace))?.data ?? {};
    const size = Object.values(before).reduce((sum, value) => sum + Buffer.from(value, 'base64').length, 0);
    const note = `\nNOTE: ${'x'.repeat(1024 ** 2 - size - 10)}\n`;
    const config = encodeBase64(decodeBase64(before['config.yaml'] ?? '') + note);
    await client.patch(secrets, target, { type: 'merge', body: { data: { 'config.yaml': config } } });
    const told = await refusal();
    expect(told.message).toContain(
      `config-yaml-too-large: Secret ${journey.namespace}/${configSecret} data[config.yaml]`,
    );
    await client.patch(secrets, target, { type: 'merge', body: { data: before } });
  });
});
