import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { PodSpec } from '../../../src/k8s/pod.ts';
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
  const roles = [...ofKind('Role'), ...ofKind('ClusterRole')] as readonly unknown[] as readonly Role[];
  const bindings = [
    ...ofKind('RoleBinding'),
    ...ofKind('ClusterRoleBinding'),
  ] as readonly unknown[] as readonly Binding[];
  const pods: readonly PodSpec[] = workloads.map(({ spec }) => spec?.template?.spec ?? {});
  const containers = pods.flatMap((pod) => [...(pod.initContainers ?? []), ...(pod.containers ?? [])]);

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
    for (const pod of pods) {
      expect(pod).toMatchObject({
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(JSON.stringify(pod)).not.toMatch(/runAsUser|runAsGroup|fsGroup|hostPath|hostNetwork|privileged"/);
    }
    for (const container of containers) {
      expect(container).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      });
    }
  });

  test('every container is probed over HTTPS', () => {
    for (const container of containers) {
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
        expect(container).toHaveProperty([probe, 'httpGet', 'scheme'], 'HTTPS');
      }
    }
  });

  test('every ServiceAccount is used, and no other is', () => {
    const made = ofKind('ServiceAccount').map(({ metadata }) => metadata.name);
    expect(pods.map(({ serviceAccountName }) => serviceAccountName)).toEqual(made);
    for (const { subjects } of bindings) {
      expect(subjects).toEqual([{ kind: 'ServiceAccount', name: made[0], namespace: 'quay-migration' }]);
    }
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

  test('the service runs the image that it will run the worker from', () => {
    const worker = containers.flatMap(({ env }) => env ?? []).find(({ name }) => name === 'WORKER_IMAGE')?.value;
    expect(containers.map(({ image }) => image)).toEqual([worker]);
  });

  test('the installation ConfigMap brings no data, or an upgrade would take away what the service wrote', () => {
    expect(ofKind('ConfigMap')).toEqual([expect.not.objectContaining({ data: expect.anything() as unknown })]);
  });

  test('a budget for disruptions only where one pod may go', () => {
    expect(ofKind('PodDisruptionBudget')).toHaveLength((workloads[0]?.spec?.replicas ?? 0) > 1 ? 1 : 0);
  });
});

test('a given namespace list leaves no right to its Secrets anywhere else', () => {
  const objects = parseObjects(renderText('cases/two-namespaces.yaml')) as readonly Partial<Role>[];
  const secretReaders = objects.filter(({ rules }) => rules?.some(({ resources }) => resources.includes('secrets')));
  expect(secretReaders.map(({ kind, metadata }) => `${kind ?? ''} ${metadata?.namespace ?? ''}`)).toEqual([
    'Role quay-enterprise',
    'Role quay-test',
  ]);
});
