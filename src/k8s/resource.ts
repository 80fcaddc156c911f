import type { LocalSubjectAccessReview, SelfSubjectAccessReview, SelfSubjectReview } from './access-review.ts';
import type { ClusterServiceVersion } from './clusterserviceversion.ts';
import type { ConfigMap } from './configmap.ts';
import type { Console } from './console.ts';
import type { ConsolePlugin } from './consoleplugin.ts';
import type { CustomResourceDefinition } from './customresourcedefinition.ts';
import type { Deployment } from './deployment.ts';
import type { EndpointSlice } from './endpointslice.ts';
import type { ImageContentSourcePolicy, ImageDigestMirrorSet, ImageTagMirrorSet } from './image-mirrors.ts';
import type { Ingress } from './ingress.ts';
import type { Job } from './job.ts';
import type { Lease } from './lease.ts';
import type { KubernetesObject } from './object.ts';
import type { NetworkPolicy } from './networkpolicy.ts';
import type { PersistentVolume } from './persistentvolume.ts';
import type { PersistentVolumeClaim } from './persistentvolumeclaim.ts';
import type { Pod } from './pod.ts';
import type { QuayEcosystem } from './quayecosystem.ts';
import type { QuayRegistry } from './quayregistry.ts';
import type { LimitRange, ResourceQuota } from './resourcequota.ts';
import type { Route } from './route.ts';
import type { Secret } from './secret.ts';
import type { Service } from './service.ts';
import type { StorageClass } from './storageclass.ts';

/** One kind as the API server serves it: what a client needs to build a path. T is the type of its objects. */
export interface Resource<T extends KubernetesObject = KubernetesObject> {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Never set: it carries T for the compiler. */
  readonly objectType?: T;
}

function core<T extends KubernetesObject>(kind: string, plural: string, namespaced = true): Resource<T> {
  return { group: '', version: 'v1', kind, plural, namespaced };
}

function named<T extends KubernetesObject>(group: string, version: string, plural: string, kind: string): Resource<T> {
  return { group, version, kind, plural, namespaced: true };
}

function cluster<T extends KubernetesObject>(
  group: string,
  version: string,
  plural: string,
  kind: string,
): Resource<T> {
  return { group, version, kind, plural, namespaced: false };
}

export const configMaps = core<ConfigMap>('ConfigMap', 'configmaps');
export const events = core('Event', 'events');
export const namespaces = core('Namespace', 'namespaces', false);
export const nodes = core('Node', 'nodes', false);
export const persistentVolumeClaims = core<PersistentVolumeClaim>('PersistentVolumeClaim', 'persistentvolumeclaims');
export const persistentVolumes = core<PersistentVolume>('PersistentVolume', 'persistentvolumes', false);
export const pods = core<Pod>('Pod', 'pods');
export const limitRanges = core<LimitRange>('LimitRange', 'limitranges');
export const resourceQuotas = core<ResourceQuota>('ResourceQuota', 'resourcequotas');
export const secrets = core<Secret>('Secret', 'secrets');
export const serviceAccounts = core('ServiceAccount', 'serviceaccounts');
export const services = core<Service>('Service', 'services');
export const deployments = named<Deployment>('apps', 'v1', 'deployments', 'Deployment');
export const jobs = named<Job>('batch', 'v1', 'jobs', 'Job');
export const leases = named<Lease>('coordination.k8s.io', 'v1', 'leases', 'Lease');
export const endpointSlices = named<EndpointSlice>('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice');
export const ingresses = named<Ingress>('networking.k8s.io', 'v1', 'ingresses', 'Ingress');
export const networkPolicies = named<NetworkPolicy>('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy');
export const horizontalPodAutoscalers = named(
  'autoscaling',
  'v2',
  'horizontalpodautoscalers',
  'HorizontalPodAutoscaler',
);
export const roles = named('rbac.authorization.k8s.io', 'v1', 'roles', 'Role');
export const roleBindings = named('rbac.authorization.k8s.io', 'v1', 'rolebindings', 'RoleBinding');
export const clusterRoles = cluster('rbac.authorization.k8s.io', 'v1', 'clusterroles', 'ClusterRole');
export const clusterRoleBindings = cluster(
  'rbac.authorization.k8s.io',
  'v1',
  'clusterrolebindings',
  'ClusterRoleBinding',
);
export const storageClasses = cluster<StorageClass>('storage.k8s.io', 'v1', 'storageclasses', 'StorageClass');
export const volumeAttachments = cluster('storage.k8s.io', 'v1', 'volumeattachments', 'VolumeAttachment');
export const customResourceDefinitions = cluster<CustomResourceDefinition>(
  'apiextensions.k8s.io',
  'v1',
  'customresourcedefinitions',
  'CustomResourceDefinition',
);
export const imageContentSourcePolicies = cluster<ImageContentSourcePolicy>(
  'operator.openshift.io',
  'v1alpha1',
  'imagecontentsourcepolicies',
  'ImageContentSourcePolicy',
);
export const imageDigestMirrorSets = cluster<ImageDigestMirrorSet>(
  'config.openshift.io',
  'v1',
  'imagedigestmirrorsets',
  'ImageDigestMirrorSet',
);
export const imageTagMirrorSets = cluster<ImageTagMirrorSet>(
  'config.openshift.io',
  'v1',
  'imagetagmirrorsets',
  'ImageTagMirrorSet',
);
export const consolePlugins = cluster<ConsolePlugin>('console.openshift.io', 'v1', 'consoleplugins', 'ConsolePlugin');
export const consoles = cluster<Console>('operator.openshift.io', 'v1', 'consoles', 'Console');
export const quayEcosystems = named<QuayEcosystem>(
  'redhatcop.redhat.io',
  'v1alpha1',
  'quayecosystems',
  'QuayEcosystem',
);
export const quayRegistries = named<QuayRegistry>('quay.redhat.com', 'v1', 'quayregistries', 'QuayRegistry');
export const routes = named<Route>('route.openshift.io', 'v1', 'routes', 'Route');
export const serviceMonitors = named('monitoring.coreos.com', 'v1', 'servicemonitors', 'ServiceMonitor');
export const clusterServiceVersions = named<ClusterServiceVersion>(
  'operators.coreos.com',
  'v1alpha1',
  'clusterserviceversions',
  'ClusterServiceVersion',
);
export const localSubjectAccessReviews = named<LocalSubjectAccessReview>(
  'authorization.k8s.io',
  'v1',
  'localsubjectaccessreviews',
  'LocalSubjectAccessReview',
);
export const selfSubjectAccessReviews = cluster<SelfSubjectAccessReview>(
  'authorization.k8s.io',
  'v1',
  'selfsubjectaccessreviews',
  'SelfSubjectAccessReview',
);
export const selfSubjectReviews = cluster<SelfSubjectReview>(
  'authentication.k8s.io',
  'v1',
  'selfsubjectreviews',
  'SelfSubjectReview',
);
export const subscriptions = named('operators.coreos.com', 'v1alpha1', 'subscriptions', 'Subscription');

export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}
