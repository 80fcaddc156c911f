import { afterEach, describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../src/domain/config/base64.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { secrets } from '../../src/k8s/resource.ts';
import { Journey, type JourneyOptions } from './journey.ts';
import { quietObjects } from './namespace-objects.ts';

let journey: Journey | undefined;

afterEach(async () => {
  await journey?.end();
});

describe('what is refused', () => {
  const cases: [JourneyOptions['sample'], string, RegExp, string][] = [
    ['e', 'storage-local', /object storage/i, 'QuayEcosystemComponentMigrationFailure'],
    ['f', 'database-ephemeral', /volumeSize/, 'QuayEcosystemComponentMigrationFailure'],
  ];
  it.each(cases)('sample (%s): %s, with the fix, and nothing is changed', async (sample, id, fix, official) => {
    journey = await Journey.begin({ sample, rows: 1000 });
    const before = await quietObjects(journey);
    await journey.label();
    const refused = await journey.untilReason('Blocked');
    expect(refused.message).toContain(id);
    expect(refused.message).toMatch(fix);
    expect(await journey.condition(official)).toMatchObject({ status: 'True', reason: 'ComponentUnsupported' });
    expect(await quietObjects(journey)).toBe(before);
    const log = await journey.kubectlAs(
      'admin',
      'logs',
      '--namespace',
      journey.serviceNamespace,
      'deployment/quay-migration-plugin',
    );
    expect(log).toContain(id);
  });

  const configs: [string, string, string, RegExp][] = [
    ['garbage', 'config-yaml-unparsable', 'SERVER_HOSTNAME: [', /config\.yaml.*line 1/s],
    ['a list', 'config-yaml-unparsable', '- a\n- b\n', /mapping/],
    ['no keys', 'secret-key-missing', 'SERVER_HOSTNAME: quay.example.com\n', /SECRET_KEY/],
  ];
  it.each(configs)('a config.yaml that is %s', async (_name, id, text, message) => {
    journey = await Journey.begin({ sample: 'a', rows: 1000 });
    const client = testCluster().client('admin');
    await client.patch(
      secrets,
      { namespace: journey.namespace, name: 'quay-enterprise-config-secret' },
      { type: 'merge', body: { data: { 'config.yaml': encodeBase64(text) } } },
    );
    const before = await quietObjects(journey);
    await journey.label();
    const refused = await journey.untilReason('Blocked');
    expect(refused.message).toContain(id);
    expect(refused.message).toMatch(message);
    expect(await journey.condition('QuayEcosystemConfigMigrationFailure')).toMatchObject({
      reason: 'ConfigBundleSecretInvalid',
    });
    expect(await quietObjects(journey)).toBe(before);
  });

  it('a label that is older than the installation starts nothing and says how to ask', async () => {
    journey = await Journey.begin({ sample: 'a', rows: 1000, service: false });
    await journey.label();
    await journey.installService();
    const told = await journey.untilReason('Blocked');
    expect(told.message).toContain('quay-migration/request');
    expect(await journey.journals()).toEqual([]);
    await journey.annotate('quay-migration/request=now');
    await journey.untilReason('Migrated');
  });
});
