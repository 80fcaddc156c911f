import { expect, test } from 'vitest';
import { type RuleCase, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { deploymentImage } from './deployment-image.ts';

const running = (image: string | null): NonNullable<RuleCase[1]['patch']> => ({
  'Deployment/prod-quay': { spec: { template: { spec: { containers: [{ name: 'c', image }] } } } },
});

test.each<RuleCase>([
  ['unknown', {}, []],
  ['as written', { patch: running('quay.io/redhat/quay:v3.3.4') }, []],
  [
    'another one',
    { patch: running('quay.io/redhat/quay:v3.2.0') },
    ['info Deployment/prod-quay spec.template.spec.containers[0].image'],
  ],
  [
    'nothing written',
    { patch: running('quay.io/redhat/quay:v3.2.0'), ecosystem: { spec: { quay: { image: null } } } },
    [],
  ],
])('%s', (_title, change, said) => {
  expect(saidOf(deploymentImage, change)).toEqual(said);
});
