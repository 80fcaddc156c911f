import type { ConfigMap } from '../../../src/k8s/configmap.ts';
import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { KubernetesObject } from '../../../src/k8s/object.ts';
import * as kinds from '../../../src/k8s/resource.ts';
import type { Route } from '../../../src/k8s/route.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import { clairDatabaseDeployment, databaseClaims, databaseDeployment } from './database-objects.ts';
import type { Applied } from './applied.ts';
import { configEditorDeployment, configEditorObjects } from './config-editor.ts';
import { monitoringObjects } from './monitoring-objects.ts';
import { metadataOf } from './object-metadata.ts';
import { quayDeployments } from './quay-app.ts';
import { type RegistrySecrets, appliedSecrets } from './registry-secrets.ts';
import { serviceOf } from './service-of.ts';
import { deploymentOf, replicasOf } from './workload.ts';

/** Everything but Deployments and Jobs, which are applied last. */
export function firstObjects(inputs: RegistryInputs, secrets: RegistrySecrets): readonly Applied[] {
  const { managed } = inputs;
  const accounts = [
    'quay-app',
    ...(managed('postgres') ? ['quay-database'] : []),
    ...(managed('redis') ? ['quay-redis'] : []),
    ...(managed('clair') ? ['clair-app'] : []),
    ...(managed('clairpostgres') ? ['clair-postgres'] : []),
  ];
  return [
    ...accounts.map((suffix): Applied => [kinds.serviceAccounts, serviceAccount(inputs, suffix)]),
    ...caConfigMaps(inputs).map((object): Applied => [kinds.configMaps, object]),
    ...appliedSecrets(inputs, secrets).map((secret): Applied => [kinds.secrets, secret]),
    ...databaseClaims(inputs).map((claim): Applied => [kinds.persistentVolumeClaims, claim]),
    ...services(inputs).map((service): Applied => [kinds.services, service]),
    ...(managed('route') ? [route(inputs), builderRoute(inputs)] : []).map((object): Applied => [kinds.routes, object]),
    ...autoscalers(inputs).map((object): Applied => [kinds.horizontalPodAutoscalers, object]),
    ...monitoringObjects(inputs),
    ...configEditorObjects(inputs),
  ];
}

/** The databases and Redis, which start in the first pass. */
export function firstDeployments(inputs: RegistryInputs, secrets: RegistrySecrets): readonly Deployment[] {
  const redis = deploymentOf(inputs, {
    suffix: 'quay-redis',
    component: 'redis',
    kind: 'redis',
    serviceAccount: 'quay-redis',
    replicas: 1,
    container: { name: 'redis-master', image: inputs.facts.images.redis },
  });
  return [
    ...(inputs.managed('postgres') ? [databaseDeployment(inputs, secrets)] : []),
    ...(inputs.managed('clairpostgres') ? [clairDatabaseDeployment(inputs)] : []),
    ...(inputs.managed('redis') ? [redis] : []),
  ];
}

/** Quay, mirror and Clair, which wait for the databases. */
export function laterDeployments(
  inputs: RegistryInputs,
  secrets: RegistrySecrets,
  upgrading: boolean,
): readonly Deployment[] {
  const clair = deploymentOf(inputs, {
    suffix: 'clair-app',
    component: 'clair-app',
    kind: 'clair',
    serviceAccount: 'clair-app',
    container: { name: 'clair-app', image: inputs.facts.images.clair },
    ...replicasOf(inputs, 'clair'),
  });
  return [
    ...(inputs.managed('clair') ? [clair] : []),
    ...quayDeployments(inputs, secrets, upgrading),
    ...configEditorDeployment(inputs),
  ];
}

function serviceAccount(inputs: RegistryInputs, suffix: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadataOf(inputs, suffix) };
}

/** `ca-bundle.crt: ""` is written on every pass; the cluster puts the bundle back each time. */
function caConfigMaps(inputs: RegistryInputs): readonly ConfigMap[] {
  const service = metadataOf(inputs, 'cluster-service-ca');
  const trusted = metadataOf(inputs, 'cluster-trusted-ca');
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        ...service,
        annotations: {
          ...service.annotations,
          'service.beta.openshift.io/inject-cabundle': 'true',
          ...(inputs.caHashes.service !== '' && { 'cluster-service-ca': inputs.caHashes.service }),
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...trusted, labels: { ...trusted.labels, 'config.openshift.io/inject-trusted-cabundle': 'true' } },
      data: { 'ca-bundle.crt': '' },
    },
  ];
}

function services(inputs: RegistryInputs): readonly KubernetesObject[] {
  const { managed } = inputs;
  return [
    serviceOf(inputs, 'quay-app', 'quay-app', [
      ['https', 443, 8443],
      ['http', 80, 8080],
      ['jwtproxy', 8081, 8081],
      ['grpc', 55443, 55443],
    ]),
    ...(managed('postgres') ? [serviceOf(inputs, 'quay-database', 'postgres', [['postgres', 5432, 5432]])] : []),
    ...(managed('redis') ? [serviceOf(inputs, 'quay-redis', 'redis', [['redis', 6379, 6379]])] : []),
    ...(managed('clair') ? [serviceOf(inputs, 'clair-app', 'clair-app', [['clair-http', 80, 8080]])] : []),
    ...(managed('clairpostgres')
      ? [serviceOf(inputs, 'clair-postgres', 'clair-postgres', [['postgres', 5432, 5432]])]
      : []),
  ];
}

/** Taken over by force in the first pass, before any quay-app pod exists. */
function route(inputs: RegistryInputs): Route {
  const edge = inputs.managed('tls');
  const metadata = metadataOf(inputs, 'quay', 'quay-app-route');
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, 'haproxy.router.openshift.io/timeout': inputs.facts.routeTimeout },
    },
    spec: {
      host: inputs.hostname,
      to: { kind: 'Service', name: `${inputs.name}-quay-app` },
      port: { targetPort: edge ? 'http' : 'https' },
      tls: { termination: edge ? 'edge' : 'passthrough', insecureEdgeTerminationPolicy: 'Redirect' },
    },
  };
}

/** For build workers; without BUILDMAN_HOSTNAME its host is left to the router. */
function builderRoute(inputs: RegistryInputs): Route {
  const { BUILDMAN_HOSTNAME: host } = inputs.config;
  const termination = inputs.managed('tls') ? 'edge' : 'passthrough';
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: metadataOf(inputs, 'quay-builder', 'quay-builder-route'),
    spec: {
      ...(typeof host === 'string' && host !== '' && { host: host.replace(/:\d+$/, '') }),
      to: { kind: 'Service', name: `${inputs.name}-quay-app` },
      port: { targetPort: 'grpc' },
      tls: { termination, insecureEdgeTerminationPolicy: 'Redirect' },
    },
  };
}

function autoscalers(inputs: RegistryInputs): readonly KubernetesObject[] {
  if (!inputs.managed('horizontalpodautoscaler')) return [];
  const suffixes = [
    'quay-app',
    ...(inputs.managed('mirror') ? ['quay-mirror'] : []),
    ...(inputs.managed('clair') ? ['clair-app'] : []),
  ];
  return suffixes.map((suffix) => {
    const object: KubernetesObject & { spec: unknown } = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: metadataOf(inputs, suffix),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: `${inputs.name}-${suffix}` },
        minReplicas: 2,
        maxReplicas: suffix === 'clair-app' ? 10 : 20,
        metrics: ['cpu', 'memory'].map((name) => ({
          type: 'Resource',
          resource: { name, target: { type: 'Utilization', averageUtilization: 90 } },
        })),
      },
    };
    return object;
  });
}
