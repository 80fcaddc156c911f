import { expect, test } from 'vitest';
import { type RuleCase, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { settingsDropped } from './settings-dropped.ts';

const with_ = (spec: object): RuleCase[1] => ({ ecosystem: { spec } });
const said = (...paths: readonly string[]): readonly string[] =>
  paths.map((path) => `info QuayEcosystem/prod spec.${path}`);

test.each<RuleCase>([
  ['none but what the legacy operator writes', {}, []],
  ['more replicas', with_({ quay: { replicas: 5 } }), said('quay.replicas')],
  ['more mirrors', with_({ quay: { mirrorReplicas: 3 } }), said('quay.mirrorReplicas')],
  ['as many as the operator starts', with_({ quay: { replicas: 2, mirrorReplicas: 2 } }), []],
  [
    'more replicas, carried without an autoscaler',
    with_({ quay: { replicas: 5, mirrorReplicas: 3 }, clair: { enabled: false } }),
    [],
  ],
  [
    'Redis',
    with_({ redis: { resources: { limits: { cpu: '1' } }, nodeSelector: { a: 'b' } } }),
    said('redis.resources', 'redis.nodeSelector'),
  ],
  [
    'Clair',
    with_({ clair: { envVars: [{ name: 'A', value: 'b' }], resources: { limits: { cpu: '1' } } } }),
    said('clair.envVars', 'clair.resources'),
  ],
  [
    'the old database',
    with_({ quay: { database: { resources: { limits: { cpu: '1' } }, connectionParameters: { a: 'b' } } } }),
    said('quay.database.resources', 'quay.database.connectionParameters'),
  ],
  [
    'the configuration app',
    with_({ quay: { configResources: { limits: { cpu: '1' } } } }),
    said('quay.configResources'),
  ],
  ['a field that nobody here knows', with_({ quay: { somethingNew: 'x' } }), said('quay.somethingNew')],
  [
    'the mirror, when nothing is mirrored',
    {
      ...with_({ quay: { enableRepoMirroring: false, repoMirrorResources: { limits: { cpu: '1' } } } }),
      remove: ['Deployment/prod-quay-repomirror'],
    },
    said('quay.repoMirrorResources'),
  ],
  [
    'files of a Clair that is off',
    with_({ clair: { enabled: false, configFiles: [{ secretName: 'ca' }] } }),
    said('clair.configFiles'),
  ],
])('%s', (_title, change, expected) => {
  expect(saidOf(settingsDropped, change)).toEqual(expected);
});
