import type { ClusterServiceVersion } from '../../src/k8s/clusterserviceversion.ts';
import type { Deployment } from '../../src/k8s/deployment.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import {
  clusterServiceVersions,
  deployments,
  namespaces,
  serviceAccounts,
  subscriptions,
} from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { type OperatorVersion, versions } from '../operator/version-facts.ts';

export const operatorNamespace = 'quay-operator';
export const operatorServiceAccount = 'quay-operator';

/** As upstream's ClusterServiceVersion calls it; Red Hat's calls it like itself. */
export const operatorDeployment = 'quay-operator-tng';

const fieldManager = 'operator-lifecycle-manager';

/** The objects by which an installed quay-operator is seen, as OLM leaves them. */
interface InstalledOperator {
  readonly namespace: KubernetesObject;
  readonly serviceAccount: KubernetesObject;
  readonly subscription: KubernetesObject;
  readonly clusterServiceVersion: ClusterServiceVersion;
  readonly deployment: Deployment;
}

/** A quay-operator installed for all namespaces, with upstream's images. */
function installedOperator(version: OperatorVersion): InstalledOperator {
  const name = `quay-operator.v${version}`;
  const annotations = { 'quay-version': versions[version].quayVersion, 'olm.targetNamespaces': '' };
  const spec = deploymentSpec(version, annotations);
  return {
    namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: operatorNamespace } },
    serviceAccount: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: operatorServiceAccount, namespace: operatorNamespace },
    },
    subscription: subscription(name, version),
    clusterServiceVersion: clusterServiceVersion({ name, version, annotations, spec }),
    deployment: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: operatorDeployment,
        namespace: operatorNamespace,
        labels: { 'olm.owner': name, 'olm.owner.kind': 'ClusterServiceVersion' },
      },
      spec,
    },
  };
}

/** Puts them into the cluster, the CSV in phase Succeeded. */
export async function installOperator(client: KubeClient, version: OperatorVersion): Promise<void> {
  const objects = installedOperator(version);
  const options = { fieldManager, force: true };
  await client.apply(namespaces, objects.namespace, options);
  await client.apply(serviceAccounts, objects.serviceAccount, options);
  await client.apply(subscriptions, objects.subscription, options);
  await client.apply(clusterServiceVersions, objects.clusterServiceVersion, options);
  await client.apply(deployments, objects.deployment, options);
  await client.patch(
    clusterServiceVersions,
    { name: objects.clusterServiceVersion.metadata.name, namespace: operatorNamespace },
    { type: 'merge', body: { status: { phase: 'Succeeded', reason: 'InstallSucceeded' } } },
    { subresource: 'status' },
  );
}

type DeploymentSpec = NonNullable<Deployment['spec']>;

function deploymentSpec(version: OperatorVersion, annotations: Readonly<Record<string, string>>): DeploymentSpec {
  const labels = { name: 'quay-operator-alm-owned' };
  return {
    replicas: 1,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels, annotations },
      spec: {
        serviceAccountName: operatorServiceAccount,
        containers: [
          {
            name: 'quay-operator',
            image: `quay.io/projectquay/quay-operator:v${version}`,
            command: ['/workspace/manager', '--namespace=$(WATCH_NAMESPACE)'],
            env: [
              fromAnnotation('QUAY_VERSION', 'quay-version'),
              fromAnnotation('WATCH_NAMESPACE', 'olm.targetNamespaces'),
              ...componentImages(version),
            ],
          },
        ],
      },
    },
  };
}

function fromAnnotation(name: string, annotation: string) {
  return { name, valueFrom: { fieldRef: { fieldPath: `metadata.annotations['${annotation}']` } } };
}

/** The variables from which the operator takes the images of what it runs, and the migration, too. */
function componentImages(version: OperatorVersion): { name: string; value: string }[] {
  const { images } = versions[version];
  const components = {
    QUAY: images.quay,
    CLAIR: images.clair,
    REDIS: images.redis,
    POSTGRES: images.postgres,
    CLAIRPOSTGRES: images.clairPostgres,
  };
  return Object.entries(components).map(([component, value]) => ({
    name: `RELATED_IMAGE_COMPONENT_${component}`,
    value,
  }));
}

interface Release {
  readonly name: string;
  readonly version: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: DeploymentSpec;
}

function clusterServiceVersion({ name, version, annotations, spec }: Release): ClusterServiceVersion {
  const description = {
    displayName: 'Quay',
    install: { strategy: 'deployment', spec: { deployments: [{ name: operatorDeployment, spec }] } },
    installModes: ['OwnNamespace', 'SingleNamespace', 'MultiNamespace', 'AllNamespaces'].map((type) => ({
      type,
      supported: true,
    })),
    customresourcedefinitions: {
      owned: [{ kind: 'QuayRegistry', name: 'quayregistries.quay.redhat.com', version: 'v1' }],
    },
    version,
  };
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'ClusterServiceVersion',
    metadata: { name, namespace: operatorNamespace, annotations },
    spec: description,
  };
}

function subscription(name: string, version: string): KubernetesObject & { spec: unknown } {
  const channel = `stable-${version.split('.').slice(0, 2).join('.')}`;
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'Subscription',
    metadata: { name: 'quay-operator', namespace: operatorNamespace },
    spec: {
      channel,
      name: 'quay-operator',
      source: 'redhat-operators',
      sourceNamespace: 'openshift-marketplace',
      installPlanApproval: 'Manual',
      startingCSV: name,
    },
  };
}
