import { expect, test } from 'vitest';
import { appLabels, ingressTo, labelledPods, monitorOf, routeTo, serviceFor } from '../../fixtures/doors.fixture.ts';
import { type RuleCase, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { workedExamples } from '../../fixtures/worked-examples.fixture.ts';
import { plan } from '../../plan/plan.fixture.ts';
import { doorKept } from './door-kept.ts';

const own = 'info Service/prod-quay spec.selector';

test.each<RuleCase>([
  ['a Route and its Service', {}, [own]],
  ['a second Route', { add: [routeTo('prod-quay')] }, [own, 'info Route/public spec.to.name']],
  ['an Ingress beside the Route', { add: [ingressTo('prod-quay')] }, [own, 'info Ingress/public spec.rules']],
  ['a ServiceMonitor', { add: [monitorOf({})] }, [own, 'info ServiceMonitor/watch spec.selector']],
  [
    'a Service that is not kept, and what leads to it',
    { patch: labelledPods, add: [serviceFor(appLabels), routeTo('mine')] },
    [own],
  ],
  ['a LoadBalancer, which has a finding of its own', workedExamples.loadBalancer, []],
  ['no Service', { remove: ['Service/prod-quay'], add: [routeTo('prod-quay')] }, []],
])('%s', (_title, change, said) => {
  expect(saidOf(doorKept, change)).toEqual(said);
});

test('the promise is true: the plan points the Service at the new pods', () => {
  expect(plan({ add: [routeTo('prod-quay')] }).access).toMatchObject({
    service: 'prod-quay',
    selector: { 'quay-component': 'quay-app', 'quay-operator/quayregistry': 'prod' },
  });
});
