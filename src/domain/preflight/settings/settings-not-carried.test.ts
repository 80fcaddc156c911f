import { expect, test } from 'vitest';
import { type RuleCase, bundleOf, findingsOf, prodFacts, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { settingsNotCarried } from './settings-not-carried.ts';

const quay = (spec: object): RuleCase[1] => ({ ecosystem: { spec: { quay: spec } } });
const said = (path: string): readonly string[] => [`warning QuayEcosystem/prod spec.${path}`];
const tolerations = [{ operator: 'Exists' }];

test.each<RuleCase>([
  ['none but what the legacy operator writes', {}, []],
  ['variables, which are carried over', quay({ envVars: [{ name: 'A', value: 'b' }] }), []],
  [
    'a log level and proxies, which are carried over',
    quay({
      envVars: [
        { name: 'DEBUGLOG', value: 'true' },
        { name: 'HTTPS_PROXY', value: 'p' },
      ],
    }),
    [],
  ],
  ["the operator's own variables", quay({ envVars: [{ name: 'QE_K8S_NAMESPACE', value: 'x' }] }), []],
  ['tolerations, which nothing carries', quay({ tolerations }), said('quay.tolerations')],
  ['tolerations of the mirror', quay({ repoMirrorTolerations: tolerations }), said('quay.repoMirrorTolerations')],
  [
    'resources on an operator that is not known to take them',
    quay({ resources: { requests: { cpu: '4' } } }),
    said('quay.resources'),
  ],
  ['resources that are empty', quay({ resources: { requests: {} } }), []],
  ['nodes, which are carried over', quay({ nodeSelector: { role: 'infra' } }), []],
  [
    'nodes that need a toleration',
    quay({ nodeSelector: { role: 'infra' }, tolerations }),
    [...said('quay.nodeSelector'), ...said('quay.tolerations')],
  ],
  ['what the containers may do', quay({ securityContext: { runAsUser: 1001 } }), said('quay.securityContext')],
  [
    'files for Clair',
    { ecosystem: { spec: { clair: { configFiles: [{ secretName: 'ca' }] } } } },
    said('clair.configFiles'),
  ],
  ['replicas, which the autoscaler decides', quay({ replicas: 5 }), []],
])('%s', (_title, change, expected) => {
  expect(saidOf(settingsNotCarried, change).toSorted()).toEqual(expected.toSorted());
});

test('the remedy for files of Clair is true: the file that it names is in the bundle as the operator looks for it', () => {
  const change = { ecosystem: { spec: { clair: { configFiles: [{ secretName: 'ca' }] } } } };
  expect(findingsOf(settingsNotCarried, change)[0]?.remedy).toContain('as extra_ca_cert_NAME.crt');
  const patch = { 'Secret/quay-enterprise-config-secret': { data: { 'extra_ca_cert_clair-ca.crt': 'Yw==' } } };
  expect(bundleOf(prodFacts({ patch })).data).toHaveProperty(['extra_ca_cert_clair-ca.crt']);
});
