import { expect, test } from 'vitest';
import { appLabels, labelledPods, routeTo, serviceFor } from '../../fixtures/doors.fixture.ts';
import { type RuleCase, findingsOf, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { newPods } from '../../plan/access-plan.ts';
import { doorLeft } from './door-left.ts';

const mine = { patch: labelledPods, add: [serviceFor(appLabels)] };

test.each<RuleCase>([
  ['the own Service alone', {}, []],
  ["somebody's own Service", mine, ['warning Service/mine spec.selector']],
  [
    'a Route through it is told there',
    { ...mine, add: [...mine.add, routeTo('mine')] },
    ['warning Service/mine spec.selector'],
  ],
])('%s', (_title, change, said) => {
  expect(saidOf(doorLeft, change)).toEqual(said);
});

test('names what leads through it', () => {
  const [finding] = findingsOf(doorLeft, { ...mine, add: [...mine.add, routeTo('mine')] });
  expect(finding?.message).toContain('Route quay-enterprise/public and other clients of this Service lose access');
});

test('the remedy leads to the new pods and to no others', () => {
  const [finding] = findingsOf(doorLeft, mine);
  const [, patch = ''] =
    /oc patch service mine -n quay-enterprise --type=json -p '(.*)'/.exec(finding?.remedy ?? '') ?? [];
  expect(JSON.parse(patch)).toEqual([{ op: 'replace', path: '/spec/selector', value: newPods('prod') }]);
});
