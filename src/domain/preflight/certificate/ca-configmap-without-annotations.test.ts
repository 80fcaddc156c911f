import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { caConfigmapWithoutAnnotations } from './ca-configmap-without-annotations.ts';

test.each<RuleCase>([
  ['none', {}, []],
  [
    'with annotations',
    { add: [fixtureObject('v1', 'ConfigMap', 'prod-cluster-service-ca', { metadata: { annotations: { a: 'b' } } })] },
    [],
  ],
  [
    'without',
    {
      add: [
        fixtureObject('v1', 'ConfigMap', 'prod-cluster-service-ca'),
        fixtureObject('v1', 'ConfigMap', 'prod-cluster-trusted-ca'),
      ],
    },
    ['metadata.annotations', 'metadata.annotations'],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(caConfigmapWithoutAnnotations, change)).toEqual(fields);
});
