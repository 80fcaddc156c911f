import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Console } from '../../src/k8s/console.ts';
import type { CustomResourceDefinition } from '../../src/k8s/customresourcedefinition.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import { type Resource, consoles, customResourceDefinitions, namespaces } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { clusterExtras } from './cluster-extras.ts';
import { dashboardNamespace, monitoringKinds } from './monitoring-kinds.ts';
import { asOfOperator } from './quay-registry-crd.ts';

const fieldManager = 'development-cluster';

const policies: Readonly<Record<string, Resource>> = {
  ValidatingAdmissionPolicy: policyResource('ValidatingAdmissionPolicy', 'validatingadmissionpolicies'),
  ValidatingAdmissionPolicyBinding: policyResource(
    'ValidatingAdmissionPolicyBinding',
    'validatingadmissionpolicybindings',
  ),
};

/**
 * Installs what an OpenShift cluster with Quay's operators serves beyond Kubernetes, and waits until all of it can be
 * used: the kinds of `crds/*.yaml`, the policy that guards the hosts of Routes, and the cluster's Console without a
 * plugin. May be done again.
 * `operatorMinor` tells which quay-operator 3.x the QuayRegistry is that of; 17 unless told.
 */
export async function installCustomResources(client: KubeClient, operatorMinor = 17): Promise<void> {
  const { monitoring } = clusterExtras();
  const objects = [...(await readCustomResources()), ...(monitoring ? monitoringKinds : [])];
  const definitions = objects
    .filter((object): object is CustomResourceDefinition => object.kind === customResourceDefinitions.kind)
    .map((crd) => asOfOperator(crd, operatorMinor));
  await Promise.all(
    definitions.map((crd) => client.apply(customResourceDefinitions, crd, { fieldManager, force: true })),
  );
  for (const object of objects) {
    const resource = policies[object.kind];
    if (resource !== undefined) await client.apply(resource, object, { fieldManager, force: true });
  }
  for (const crd of definitions) await untilServed(client, crd.metadata.name);
  if (monitoring) await client.apply(namespaces, dashboardNamespace, { fieldManager, force: true });
  await client.apply(consoles, console, { fieldManager, force: true });
}

/** Its list of plugins belongs to nobody, so it is not said here. */
const console: Console = {
  apiVersion: 'operator.openshift.io/v1',
  kind: 'Console',
  metadata: { name: 'cluster' },
  spec: { managementState: 'Managed' },
};

/** All objects of `crds/*.yaml`. */
export async function readCustomResources(): Promise<KubernetesObject[]> {
  const directory = join(import.meta.dirname, 'crds');
  const objects: KubernetesObject[] = [];
  for (const name of (await readdir(directory)).sort()) {
    const text = await readFile(join(directory, name), 'utf8');
    for (const document of parseAllDocuments(text)) {
      const [error] = document.errors;
      if (error !== undefined) throw new Error(`dev/cluster/crds/${name}: ${error.message}`);
      objects.push(document.toJS() as KubernetesObject);
    }
  }
  return objects;
}

function policyResource(kind: string, plural: string): Resource {
  return { group: 'admissionregistration.k8s.io', version: 'v1', kind, plural, namespaced: false };
}

/** Established is said a moment before the path answers, so the path is asked. */
async function untilServed(client: KubeClient, name: string, timeout = 30_000): Promise<void> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const crd = await client.get(customResourceDefinitions, name);
    const served = crd?.spec?.versions?.filter((version) => version.served) ?? [];
    const paths = served.map(
      ({ name: version }) => `/apis/${crd?.spec?.group ?? ''}/${version}/${plural(name)}?limit=1`,
    );
    const answers = await Promise.all(paths.map((path) => client.request('GET', path).then(isThere, isNotThere)));
    if (answers.length > 0 && answers.every(Boolean)) return;
    if (Date.now() > deadline) {
      throw new Error(
        `CustomResourceDefinition ${name} is not served after ${timeout / 1000} s: ${JSON.stringify(crd)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const isThere = (): boolean => true;
const isNotThere = (): boolean => false;

function plural(name: string): string {
  return name.split('.')[0] ?? name;
}
