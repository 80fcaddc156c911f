import { expect, test } from 'vitest';
import { type Request, requestOf } from './audit-log.ts';
import { refusedRequests, requestsOfWorkers, staleExceptions, unusedRights } from './compare-rights.ts';
import { rightsIn, roleWord } from './granted-rights.ts';

const rendered = `
kind: ClusterRole
metadata: { name: migration-quay-migration-plugin-engine }
rules:
  - { apiGroups: [''], resources: [pods, pods/log], verbs: [get] }
  - { apiGroups: [apps], resources: [deployments], verbs: [get, delete] }
---
kind: Role
metadata: { name: quay-migration-plugin-installation }
rules:
  - { apiGroups: [''], resources: [configmaps], resourceNames: [x], verbs: [get] }
---
kind: ServiceAccount
metadata: { name: quay-migration-plugin }
`;
const granted = rightsIn(rendered);

function userOf(username: string): object {
  return { username, extra: { 'authentication.kubernetes.io/pod-name': ['quay-migration-plugin-x'] } };
}

function line(over: object = {}, annotations: object = {}): string {
  return JSON.stringify({
    verb: 'get',
    user: userOf('system:serviceaccount:quay-migration:quay-migration-plugin'),
    objectRef: { resource: 'deployments', apiGroup: 'apps', namespace: 'quay', name: 'prod-quay' },
    annotations: {
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason':
        'RBAC: allowed by RoleBinding "quay-migration-plugin-engine/quay" of Role "quay-migration-plugin-engine" to ServiceAccount "quay-migration-plugin/quay-migration"',
      ...annotations,
    },
    ...over,
  });
}

const request = (over: Partial<Request> = {}): Request => ({
  account: 'quay-migration-plugin',
  verb: 'get',
  resource: 'deployments.apps',
  namespace: 'quay',
  allowed: true,
  role: 'quay-migration-plugin-engine',
  ...over,
});

test('an audit event is read as who asked for what, by which role', () => {
  expect(requestOf(line())).toEqual(request());
  const objectRef = { resource: 'pods', subresource: 'log', namespace: 'quay' };
  expect(requestOf(line({ objectRef }))?.resource).toBe('pods/log');
  const refused = { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' };
  expect(requestOf(line({}, refused))).toEqual(request({ allowed: false, role: '' }));
});

test.each([
  ['system:serviceaccount:quay:migration-quay-migration-plugin-uninstall', true],
  ['system:serviceaccount:quay:prod-qm-worker', true],
  ['system:serviceaccount:quay:default', false],
  ['system:serviceaccount:quay:quay-migration-plugin-other', false],
  ['nobody', false],
])('%s is ours: %s', (username, expected) => {
  expect(requestOf(line({ user: userOf(username) })) !== undefined).toBe(expected);
});

test('what a test asks in the name of the service is not the service, but nobody may ask in that of a worker', () => {
  const username = 'system:serviceaccount:quay:quay-migration-plugin';
  expect(requestOf(line({ user: { username } }))).toBeUndefined();
  expect(requestOf(line({ user: { username: 'system:serviceaccount:quay:prod-qm-worker' } }))).toBeDefined();
});

test('discovery is nobody in particular', () => {
  expect(requestOf(line({ objectRef: undefined }))).toBeUndefined();
});

test('the rights of a chart are one for each verb, resource and role', () => {
  expect(granted.map(({ role, verb, resource }) => `${role}: ${verb} ${resource}`)).toEqual([
    'engine: get pods',
    'engine: get pods/log',
    'engine: get deployments.apps',
    'engine: delete deployments.apps',
    'installation: get configmaps',
  ]);
  expect(roleWord('system:discovery')).toBe('system:discovery');
  expect(roleWord('quay-migration-plugin-quay-migration-plugin-engine')).toBe('engine');
});

const exception = (what: string) => ({ what, why: 'because', test: 'a test' });

test('a right is unused unless its own role has allowed a request, or there is a reason', () => {
  const used = [
    request(),
    request({ resource: 'pods/log' }),
    // The same by another role, and one that was refused.
    request({ resource: 'configmaps' }),
    request({ resource: 'pods', allowed: false }),
  ];
  expect(unusedRights(used, granted, [exception('engine: delete deployments.apps')])).toEqual([
    'engine: get pods',
    'installation: get configmaps',
  ]);
});

test('what is refused is told, unless the chart grants it in a namespace, or it is known', () => {
  const refused = { allowed: false, role: '' };
  const requests = [
    request({ ...refused, verb: 'update' }),
    request({ ...refused, verb: 'update' }),
    // A test has taken it away.
    request(refused),
    request({ ...refused, verb: 'get', namespace: '' }),
    request({ verb: 'patch' }),
  ];
  expect(refusedRequests(requests, granted, [])).toEqual([
    'get deployments.apps in all namespaces',
    'update deployments.apps',
  ]);
  expect(refusedRequests(requests, granted, [exception('get deployments.apps in all namespaces')])).toEqual([
    'update deployments.apps',
  ]);
});

test('an exception for what is not granted is told', () => {
  const both = [exception('engine: get pods'), exception('engine: get roles.rbac.authorization.k8s.io')];
  expect(staleExceptions(granted, both)).toEqual(['engine: get roles.rbac.authorization.k8s.io']);
});

test("a request with a migration's own ServiceAccount is told, allowed or not", () => {
  const worker = request({ account: 'prod-qm-worker', allowed: false });
  expect(requestsOfWorkers([request(), worker, worker])).toEqual(['prod-qm-worker: get deployments.apps']);
});
