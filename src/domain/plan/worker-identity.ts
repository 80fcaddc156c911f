import type { ConfigMap } from '../../k8s/configmap.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import { labelsOf, migrationNames } from './migration-names.ts';
import type { WorkSite } from './worker-job.ts';

interface WorkerIdentity {
  readonly serviceAccount: KubernetesObject;
  readonly role: KubernetesObject;
  readonly roleBinding: KubernetesObject;
  readonly progress: ConfigMap;
}

/** The worker's ServiceAccount, which may read and patch the progress ConfigMap and nothing else. */
export function workerIdentity(site: WorkSite): WorkerIdentity {
  const { worker, progress } = migrationNames(site.name, site.attempt);
  const metadata = { name: worker, namespace: site.namespace, labels: labelsOf(site.name, site.attempt) };
  const rule = { apiGroups: [''], resources: ['configmaps'], resourceNames: [progress], verbs: ['get', 'patch'] };
  const role: KubernetesObject & { rules: unknown[] } = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [rule],
  };
  const roleBinding: KubernetesObject & { roleRef: unknown; subjects: unknown[] } = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: worker },
    subjects: [{ kind: 'ServiceAccount', name: worker, namespace: site.namespace }],
  };
  return {
    serviceAccount: { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    role,
    roleBinding,
    progress: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, name: progress }, data: {} },
  };
}
