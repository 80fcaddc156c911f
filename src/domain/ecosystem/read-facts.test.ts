import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBase64 } from '../config/base64.ts';
import { fixtureObject, fixtureSecret, prodFacts, prodSnapshot } from '../fixtures/prod-registry.fixture.ts';
import { readFacts } from './read-facts.ts';

describe('readFacts', () => {
  test('an ordinary registry', () => {
    const facts = prodFacts();
    expect(facts).toMatchObject({
      namespace: 'quay-enterprise',
      name: 'prod',
      fieldProblems: [],
      config: { hostname: 'quay.example.com', problem: undefined },
      redis: { external: false, hostname: 'prod-redis', abandoned: [] },
      mirror: { enabled: true },
      clair: { enabled: true },
      monitoringApis: false,
      quayRegistry: undefined,
    });
    expect(facts.writers.map(({ metadata }) => metadata.name)).toEqual([
      'prod-quay',
      'prod-quay-repomirror',
      'prod-quay-config',
    ]);
    expect(facts.config.files).not.toHaveProperty('config.yaml');
  });

  test.each([
    ['all keys of an entry', [{ secretName: 'more', type: 'config' }], ['a.crt', 'b.crt']],
    ['without a type', [{ secretName: 'more' }], ['a.crt', 'b.crt']],
    [
      'listed keys, under their names',
      [{ secretName: 'more', files: [{ key: 'a.crt', filename: 'x.crt' }] }],
      ['x.crt'],
    ],
    ['CA files', [{ secretName: 'more', type: 'extraCaCert' }], []],
    ['listed CA files', [{ secretName: 'more', files: [{ key: 'a.crt', type: 'extraCaCert' }] }], []],
    ['entries without a Secret', [{ type: 'config' }], []],
  ])('configFiles: %s', (_title, configFiles, filenames) => {
    const { config } = prodFacts({
      ecosystem: { spec: { quay: { configFiles } } },
      add: [fixtureSecret('more', { 'a.crt': 'A', 'b.crt': 'B' })],
    });
    expect(config.extraFiles.map(({ filename }) => filename)).toEqual(filenames);
    for (const { content } of config.extraFiles) expect([encodeBase64('A'), encodeBase64('B')]).toContain(content);
  });

  test('an external Redis is one by config.yaml, whatever the QuayEcosystem says', () => {
    const named = { BUILDLOGS_REDIS: { host: 'redis.example.com' }, USER_EVENTS_REDIS: null };
    expect(prodFacts({ config: named }).redis).toEqual({
      external: true,
      hostname: 'redis.example.com',
      abandoned: [],
    });
    const { redis } = prodFacts({
      ecosystem: { spec: { redis: { hostname: 'redis.corp' } } },
      config: { BUILDLOGS_REDIS: null, USER_EVENTS_REDIS: null },
    });
    expect(redis).toEqual({ external: true, hostname: 'redis.corp', abandoned: [] });
  });

  test('monitoring takes both kinds', () => {
    const crd = (name: string): ReturnType<typeof fixtureObject> =>
      fixtureObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${name}.monitoring.coreos.com`);
    expect(prodFacts({ add: [crd('servicemonitors')] }).monitoringApis).toBe(false);
    expect(prodFacts({ add: [crd('servicemonitors'), crd('prometheusrules')] }).monitoringApis).toBe(true);
  });

  test('never throws on any JSON as spec, status, metadata or data', () => {
    const json = fc.jsonValue();
    fc.assert(
      fc.property(json, json, json, (one, two, three) => {
        const facts = prodFacts({
          ecosystem: { spec: { quay: one, redis: two, clair: three }, status: one, metadata: { annotations: two } },
          patch: {
            'Secret/quay-enterprise-config-secret': { data: one },
            'Deployment/prod-quay-postgresql': { spec: { template: { spec: { containers: two, volumes: three } } } },
            'Route/prod-quay': { spec: { host: one } },
          },
        });
        expect(facts.name).toBe('prod');
      }),
    );
  });

  test('never throws on any text as config.yaml', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (config) => {
        const { document, problem } = prodFacts({ config }).config;
        expect(document === undefined).toBe(problem !== undefined);
      }),
    );
  });

  test('the same snapshot gives the same facts', () => {
    const snapshot = prodSnapshot();
    expect(JSON.stringify(readFacts(snapshot))).toBe(JSON.stringify(readFacts(snapshot)));
  });
});
