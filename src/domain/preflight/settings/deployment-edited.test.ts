import { expect, test } from 'vitest';
import { type RuleCase, findingsOf, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { deploymentEdited } from './deployment-edited.ts';

const live = (container: object, name = 'prod-quay'): NonNullable<RuleCase[1]['patch']> => ({
  [`Deployment/${name}`]: { spec: { template: { spec: { containers: [{ name: 'c', ...container }] } } } },
});
const own = [
  { name: 'EncryptedRobotTokenMigrationPhase', value: 'new-installation' },
  { name: 'QE_K8S_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
  { name: 'QUAYENTRY', value: 'repomirror' },
];
const said = (name: string, field: string): string =>
  `warning Deployment/${name} spec.template.spec.containers[0].${field}`;
const limits = { limits: { cpu: '4', memory: '8Gi' } };

test.each<RuleCase>([
  ['as the legacy operator writes it', { patch: live({ env: own, resources: {} }) }, []],
  ['a variable of its own', { patch: live({ env: [...own, { name: 'A', value: 'b' }] }) }, [said('prod-quay', 'env')]],
  [
    'a variable that the QuayEcosystem has too',
    {
      ecosystem: { spec: { quay: { envVars: [{ name: 'A', value: 'b' }] } } },
      patch: live({ env: [...own, { name: 'A', value: 'b' }] }),
    },
    [],
  ],
  [
    'a variable that the QuayEcosystem has otherwise',
    {
      ecosystem: { spec: { quay: { envVars: [{ name: 'A', value: 'c' }] } } },
      patch: live({ env: [{ name: 'A', value: 'b' }] }),
    },
    [said('prod-quay', 'env')],
  ],
  [
    'a variable of the mirror',
    { patch: live({ env: [...own, { name: 'HTTPS_PROXY', value: 'p' }] }, 'prod-quay-repomirror') },
    [said('prod-quay-repomirror', 'env')],
  ],
  ['resources', { patch: live({ resources: limits }) }, [said('prod-quay', 'resources')]],
  [
    'resources that the QuayEcosystem has too, in another order',
    {
      ecosystem: { spec: { quay: { resources: { requests: {}, limits: { memory: '8Gi', cpu: '4' } } } } },
      patch: live({ resources: limits }),
    },
    [],
  ],
  ['what is no list', { patch: live({ env: 'A=b' }) }, []],
])('%s', (_title, change, expected) => {
  expect(saidOf(deploymentEdited, change)).toEqual(expected);
});

test('says names and no values', () => {
  const [finding] = findingsOf(deploymentEdited, { patch: live({ env: [{ name: 'TOKEN', value: 'hunter2' }] }) });
  expect(finding?.message).toContain('TOKEN');
  expect(JSON.stringify(finding)).not.toContain('hunter2');
});
