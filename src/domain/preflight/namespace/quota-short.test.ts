import { describe, expect, test } from 'vitest';
import { type Change, findingsOf, fixtureObject } from '../../fixtures/prod-registry.fixture.ts';
import { quotaShort } from './quota-short.ts';

type Quantities = Readonly<Record<string, string>>;

function quota(hard: Quantities, used: Quantities = {}, spec: object = {}): Change {
  return { add: [fixtureObject('v1', 'ResourceQuota', 'team', { spec, status: { hard, used } })] };
}

function limits(...entries: readonly object[]): Change {
  return { add: [fixtureObject('v1', 'LimitRange', 'team', { spec: { limits: entries } })] };
}

/** quay-app, quay-mirror and clair-app twice, Redis and both databases: 2 * (2 + 0.5 + 2) + 3 * 0.5 = 10.5 cores. */
const enough = {
  'requests.cpu': '10500m',
  'requests.memory': '26Gi',
  'limits.cpu': '18',
  'limits.memory': '68Gi',
  pods: '6',
};

describe('quota-short', () => {
  test.each<[string, Change, readonly string[]]>([
    ['no quota', {}, []],
    ['just enough, with what the stopped pods give back', quota(enough), []],
    ['a core too little', quota({ ...enough, 'requests.cpu': '10' }), ['spec.hard[requests.cpu]']],
    [
      'half of it used',
      quota({ ...enough, 'requests.memory': '30Gi' }, { 'requests.memory': '8Gi' }),
      ['spec.hard[requests.memory]'],
    ],
    ['the short names', quota({ cpu: '1', memory: '1Gi' }), ['spec.hard[cpu]', 'spec.hard[memory]']],
    ['limits', quota({ 'limits.memory': '67Gi' }), ['spec.hard[limits.memory]']],
    ['pods', quota({ pods: '5' }), ['spec.hard[pods]']],
    ['one for other things', quota({ 'count/secrets': '1' }), []],
    ['one for pods that end', quota({ cpu: '1' }, {}, { scopes: ['Terminating'] }), []],
    ['a status that is no status', quota({ cpu: 'lots' }), []],
    [
      'a container may have a core',
      limits({ type: 'Container', max: { cpu: '1' } }),
      ['spec.limits[Container].max.cpu'],
    ],
    ['a pod may have 8Gi', limits({ type: 'Pod', max: { memory: '8Gi' } }), ['spec.limits[Pod].max.memory']],
    ['a container may have all', limits({ type: 'Container', max: { cpu: '4', memory: '16Gi' } }), []],
    ['volumes', limits({ type: 'PersistentVolumeClaim', max: { storage: '1Gi', memory: '1' } }), []],
  ])('%s', (_title, change, fields) => {
    const findings = findingsOf(quotaShort, change);
    expect(findings.map(({ field }) => field)).toEqual(fields);
    for (const { severity } of findings) expect(severity).toBe('warning');
  });

  test('says how much is left and how much more is asked for', () => {
    const [finding] = findingsOf(quotaShort, quota({ 'requests.memory': '20Gi' }, { 'requests.memory': '4Gi' }));
    expect(finding?.message).toMatch(/leaves 16384Mi of requests.memory, .* need 26624Mi more/);
  });

  test('counts what the pods that are stopped had', () => {
    const resources = { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2' } };
    const patch = {
      'Deployment/prod-quay': {
        spec: { replicas: 2, template: { spec: { containers: [{ name: 'quay', resources }] } } },
      },
    };
    expect(findingsOf(quotaShort, { ...quota({ 'requests.cpu': '8500m', 'limits.cpu': '14' }), patch })).toEqual([]);
    expect(findingsOf(quotaShort, { ...quota({ 'requests.cpu': '8400m', 'limits.cpu': '13' }), patch })).toHaveLength(
      2,
    );
  });

  test('counts only what the operator manages', () => {
    const withoutClair = { ecosystem: { spec: { clair: { enabled: false } } } };
    expect(findingsOf(quotaShort, { ...quota({ 'requests.cpu': '6' }), ...withoutClair })).toEqual([]);
  });
});
