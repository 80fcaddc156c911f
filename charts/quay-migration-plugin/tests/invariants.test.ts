import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { Job } from '../../../src/k8s/job.ts';
import type { Pod, PodSpec } from '../../../src/k8s/pod.ts';
import { parseObjects, renderText, type Rendered } from './render-chart.ts';

interface Role extends Rendered {
  readonly rules: readonly { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }[];
}

interface Binding extends Rendered {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
}

interface Selecting extends Rendered {
  readonly spec: { readonly selector: Readonly<Record<string, string>> };
}

const cases = readdirSync(join(import.meta.dirname, 'cases'));
const clusterScoped = ['ClusterRole', 'ClusterRoleBinding', 'ConsolePlugin'];

describe.each(cases)('%s', (file) => {
  const objects = parseObjects(renderText(`cases/${file}`));
  const ofKind = (kind: string): readonly Rendered[] => objects.filter((object) => object.kind === kind);
  const workloads = ofKind('Deployment') as readonly Deployment[];
  const jobs = ofKind('Job') as readonly Job[];
  const testPods = ofKind('Pod') as readonly Pod[];
  const roles = [...ofKind('Role'), ...ofKind('ClusterRole')] as readonly unknown[] as readonly Role[];
  const bindings = [
    ...ofKind('RoleBinding'),
    ...ofKind('ClusterRoleBinding'),
  ] as readonly unknown[] as readonly Binding[];
  const pods: readonly PodSpec[] = workloads.map(({ spec }) => spec?.template?.spec ?? {});
  const containers = pods.flatMap((pod) => [...(pod.initContainers ?? []), ...(pod.containers ?? [])]);
  const hookPods: readonly PodSpec[] = [
    ...jobs.map(({ spec }) => spec?.template?.spec ?? {}),
    ...testPods.map(({ spec }) => spec ?? {}),
  ];
  const hookContainers = hookPods.flatMap((pod) => pod.containers ?? []);

  test('nothing is there twice', () => {
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('namespaced objects say their namespace, the others have none', () => {
    for (const { kind, metadata } of objects) {
      expect(metadata.namespace === undefined, `${kind} ${metadata.name}`).toBe(clusterScoped.includes(kind));
    }
  });

  test('every object tells its chart and its release', () => {
    for (const { kind, metadata } of objects) {
      expect(metadata.labels, `${kind} ${metadata.name}`).toMatchObject({
        'app.kubernetes.io/instance': 'migration',
        'app.kubernetes.io/managed-by': 'Helm',
      });
    }
  });

  test('the Service selects exactly one pod template, which has the port', () => {
    const [service] = ofKind('Service') as readonly Selecting[];
    const selected = workloads.filter(({ spec }) =>
      Object.entries(service?.spec.selector ?? { none: '' }).every(
        ([key, value]) => spec?.template?.metadata?.labels?.[key] === value,
      ),
    );
    expect(selected).toHaveLength(1);
    expect(containers.flatMap(({ ports }) => ports ?? [])).toEqual([{ name: 'https', containerPort: 8443 }]);
  });

  test('its certificate is the one that the pod mounts', () => {
    const annotations = ofKind('Service').map(({ metadata }) => metadata.annotations);
    expect(pods.flatMap(({ volumes }) => volumes ?? [])).toContainEqual({
      name: 'serving-certificate',
      secret: { secretName: annotations[0]?.['service.beta.openshift.io/serving-cert-secret-name'] },
    });
  });

  test('every pod is restricted', () => {
    for (const pod of [...pods, ...hookPods]) {
      expect(pod).toMatchObject({
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(JSON.stringify(pod)).not.toMatch(/runAsUser|runAsGroup|fsGroup|hostPath|hostNetwork|privileged"/);
    }
    for (const container of [...containers, ...hookContainers]) {
      expect(container).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      });
    }
  });

  test('every container that stays is probed over HTTPS', () => {
    for (const container of containers) {
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
        expect(container).toHaveProperty([probe, 'httpGet', 'scheme'], 'HTTPS');
      }
    }
  });

  test('every ServiceAccount is used, and no other is', () => {
    const made = ofKind('ServiceAccount').map(({ metadata }) => metadata.name);
    const used = [...pods, ...hookPods].map(({ serviceAccountName }) => serviceAccountName);
    expect([...new Set(used)].sort()).toEqual([...made].sort());
    const bound = bindings.flatMap(({ subjects }) => subjects);
    expect(bound).toHaveLength(bindings.length);
    for (const { kind, name, namespace } of bound) {
      expect([kind, namespace]).toEqual(['ServiceAccount', 'quay-migration']);
      expect(made).toContain(name);
    }
  });

  test('what a hook may do is gone with the hook, and no right outlives it under its name', () => {
    const [service] = ofKind('Deployment').map(({ metadata }) => metadata.name);
    for (const { metadata, subjects, roleRef } of bindings) {
      const role = roles.find((one) => one.metadata.name === roleRef.name);
      const hooks = [metadata, role?.metadata].map((one) => one?.annotations?.['helm.sh/hook']);
      expect(hooks[0], metadata.name).toBe(hooks[1]);
      expect(subjects[0]?.name === service, metadata.name).toBe(hooks[0] === undefined);
    }
  });

  test('every hook is cleared away, and is not what the Service selects', () => {
    const hooks = objects.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] !== undefined);
    expect(hooks.filter(({ kind }) => kind === 'Job')).toEqual(jobs);
    for (const { metadata } of hooks) {
      expect(metadata.annotations).toHaveProperty(
        ['helm.sh/hook-delete-policy'],
        'before-hook-creation,hook-succeeded',
      );
      expect(metadata.labels).toHaveProperty(['app.kubernetes.io/component'], 'hook');
    }
    for (const { spec } of jobs) {
      expect(spec?.template?.metadata?.labels).toHaveProperty(['app.kubernetes.io/component'], 'hook');
    }
  });

  test('a hook gets its rights before it runs', () => {
    const weight = ({ metadata }: Rendered) => Number(metadata.annotations?.['helm.sh/hook-weight'] ?? 0);
    const ofHook = (kinds: readonly string[]) =>
      objects
        .filter(({ kind, metadata }) => kinds.includes(kind) && metadata.annotations?.['helm.sh/hook'] !== undefined)
        .map(weight);
    const roleWeight = Math.max(...ofHook(['Role', 'ClusterRole', 'ServiceAccount', 'ConfigMap']));
    expect(roleWeight).toBeLessThan(Math.min(...ofHook(['RoleBinding', 'ClusterRoleBinding'])));
    expect(Math.max(...ofHook(['RoleBinding', 'ClusterRoleBinding']))).toBeLessThan(
      Math.min(...ofHook(['Job', 'Pod'])),
    );
  });

  test('every role is bound where it is, and every binding has its role', () => {
    const place = ({ metadata }: Rendered, kind: string, name: string) => `${kind} ${metadata.namespace ?? ''}/${name}`;
    const bound = bindings.map((binding) => place(binding, binding.roleRef.kind, binding.roleRef.name));
    expect(bound.sort()).toEqual(roles.map((role) => place(role, role.kind, role.metadata.name)).sort());
  });

  test('no rule has a wildcard, an escalation or a right to impersonate', () => {
    const rules = roles.flatMap((role) => role.rules);
    expect(rules).not.toHaveLength(0);
    const words = rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]);
    for (const word of ['*', 'escalate', 'bind', 'impersonate', 'deletecollection', 'pods/exec']) {
      expect(words).not.toContain(word);
    }
  });

  test('no rule lets anybody grant rights, or get the token of a ServiceAccount', () => {
    const resources = roles.flatMap((role) => role.rules).flatMap((rule) => rule.resources);
    for (const word of ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings', 'serviceaccounts/token']) {
      expect(resources).not.toContain(word);
    }
  });

  test('the service and the hooks run the image that the worker will run from', () => {
    const worker = containers.flatMap(({ env }) => env ?? []).find(({ name }) => name === 'WORKER_IMAGE')?.value;
    expect(new Set([...containers, ...hookContainers].map(({ image }) => image))).toEqual(new Set([worker]));
  });

  test('the installation ConfigMap brings no data, or an upgrade would take away what the service wrote', () => {
    const [installation, ...more] = ofKind('ConfigMap').filter(({ metadata }) => !metadata.name.endsWith('-test'));
    expect(installation).toEqual(expect.not.objectContaining({ data: expect.anything() as unknown }));
    expect(more).toEqual([]);
  });

  test('a budget for disruptions only where one pod may go', () => {
    expect(ofKind('PodDisruptionBudget')).toHaveLength((workloads[0]?.spec?.replicas ?? 0) > 1 ? 1 : 0);
  });
});

test('a given namespace list leaves no right to Secrets anywhere else but where the journals are', () => {
  const objects = parseObjects(renderText('cases/two-namespaces.yaml')) as readonly Partial<Role>[];
  const secretReaders = objects.filter(({ rules }) => rules?.some(({ resources }) => resources.includes('secrets')));
  const places = secretReaders.map(({ kind, metadata }) => `${kind ?? ''} ${metadata?.namespace ?? ''}`);
  expect([...new Set(places)].sort()).toEqual(['Role quay-enterprise', 'Role quay-migration', 'Role quay-test']);
});
