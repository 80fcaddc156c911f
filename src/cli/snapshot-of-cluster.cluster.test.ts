import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { testCluster } from '../../dev/checks/cluster-context.ts';
import type { UserName } from '../../dev/cluster/users.ts';
import { recordingTerminal } from '../../dev/command-line/recording-terminal.ts';
import { sampleDump } from '../../dev/command-line/sample-dumps.ts';
import type { KubernetesObject } from '../k8s/object.ts';
import * as kinds from '../k8s/resource.ts';
import { apiVersionOf } from '../k8s/resource.ts';
import { isAlreadyExists } from '../service/kube/api-error.ts';
import { runCommandLine } from './command-line.ts';

const cluster = testCluster();
const resources: readonly kinds.Resource[] = [
  ...[kinds.quayEcosystems, kinds.secrets, kinds.deployments, kinds.services, kinds.persistentVolumeClaims],
  ...[kinds.routes, kinds.clusterServiceVersions],
];
let namespace = '';

beforeAll(async () => {
  namespace = await cluster.createNamespace('plan');
  for (const object of sampleDump('managed', { namespace })) await create(object);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

async function create(object: KubernetesObject): Promise<void> {
  const resource = resources.find(({ kind }) => kind === object.kind);
  if (resource === undefined) return;
  const { name, labels = {}, annotations = {} } = object.metadata;
  const made: KubernetesObject = { ...object, metadata: { name, namespace, labels, annotations } };
  try {
    await cluster.client('admin').create(resource, made);
  } catch (error) {
    // OLM lays a copy of the operator's CSV into every namespace, and may be first.
    if (resource !== kinds.clusterServiceVersions || !isAlreadyExists(error)) throw error;
    await cluster.client('admin').patch(resource, { namespace, name }, { type: 'merge', body: made });
  }
  // Of these, a status has to be written on its own.
  if (resource !== kinds.clusterServiceVersions && resource !== kinds.quayEcosystems) return;
  const { status } = object as KubernetesObject & { readonly status: unknown };
  const body = { type: 'merge', body: { status } } as const;
  await cluster.client('admin').patch(resource, { namespace, name }, body, { subresource: 'status' });
}

async function plan(user: UserName, ...args: readonly string[]) {
  vi.stubEnv('KUBECONFIG', cluster.kubeconfig(user));
  const terminal = recordingTerminal({});
  const status = await runCommandLine(['plan', ...args], terminal);
  return { status, output: terminal.output(), errors: terminal.errors() };
}

test('a live namespace gives the plan that its dump gives', async () => {
  const { output, errors } = await plan('namespace-admin', '-n', namespace, '-o', 'json', 'prod');
  expect(errors).toBe('');
  const live = JSON.parse(output) as Record<string, readonly { readonly kind: string }[]>;
  const terminal = recordingTerminal({
    dump: JSON.stringify({ kind: 'List', items: sampleDump('managed', { namespace }) }),
  });
  await runCommandLine(['plan', '-f', 'dump', '-o', 'json', 'prod'], terminal);
  const dumped = JSON.parse(terminal.output()) as typeof live;
  const kindsOf = (plan: typeof live) => plan.resources?.map(({ kind }) => kind);
  expect(live.ecosystem).toEqual({ namespace, name: 'prod' });
  expect(live.steps).toEqual(dumped.steps);
  expect(live.components?.map(({ kind }) => kind)).toEqual(dumped.components?.map(({ kind }) => kind));
  expect(kindsOf(live)).toEqual(kindsOf(dumped));
});

test('it changes nothing', async () => {
  const versions = async () =>
    Promise.all(
      resources.map(async (resource) => {
        const objects = await cluster.client('admin').list(resource, { namespace });
        return objects.map(({ metadata }) => `${apiVersionOf(resource)} ${metadata.name} ${metadata.generation ?? ''}`);
      }),
    );
  const before = await versions();
  await plan('namespace-admin', '-n', namespace, 'prod');
  expect(await versions()).toEqual(before);
});

test('who may see the namespace but not its Secrets is told what could not be read', async () => {
  const { status, output } = await plan('viewer', '-n', namespace, '-o', 'json', 'prod');
  expect(status).toBe(1);
  expect(output).toContain('secrets is forbidden');
});

test('who may see nothing gets the answer of the API server, and status 2', async () => {
  const { status, output, errors } = await plan('nobody', '-n', namespace, 'prod');
  expect({ status, output }).toEqual({ status: 2, output: '' });
  expect(errors).toMatch(/^quay-migration: .*quayecosystems.* is forbidden: User "nobody"/);
});

test('a name that is not there ends with status 2 and says which are', async () => {
  const { status, errors } = await plan('namespace-admin', '-n', namespace, 'other');
  expect(status).toBe(2);
  expect(errors).toBe(
    `quay-migration: QuayEcosystem other does not exist in namespace ${namespace}; the namespace has QuayEcosystem prod\n`,
  );
});
