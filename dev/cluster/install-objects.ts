import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { isTrue } from '../../src/k8s/condition.ts';
import type { CustomResourceDefinition } from '../../src/k8s/customresourcedefinition.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import { type Resource, customResourceDefinitions } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

const directory = join(import.meta.dirname, 'crds');
const fieldManager = 'development-cluster';

const admission = (kind: string, plural: string): Resource => ({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind,
  plural,
  namespaced: false,
});

const kinds: readonly Resource[] = [
  customResourceDefinitions,
  admission('ValidatingAdmissionPolicy', 'validatingadmissionpolicies'),
  admission('ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings'),
];

/** Installs what OpenShift, OLM and the two Quay operators add to the API, and waits until it is served. */
export async function installCustomResources(client: KubeClient): Promise<void> {
  const objects = await readObjects();
  await Promise.all(objects.map((object) => applyObject(client, object)));
  const names = objects.filter((object) => object.kind === customResourceDefinitions.kind);
  await Promise.all(names.map((object) => untilEstablished(client, object.metadata.name)));
}

async function readObjects(): Promise<readonly KubernetesObject[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.yaml'));
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
  return texts
    .flatMap((text) => parseAllDocuments(text, { merge: true }))
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}

async function applyObject(client: KubeClient, object: KubernetesObject): Promise<void> {
  const resource = kinds.find((kind) => kind.kind === object.kind);
  if (resource === undefined) throw new Error(`${directory} holds a ${object.kind}, which is not installed from there`);
  await client.apply(resource, object, { fieldManager, force: true });
}

async function untilEstablished(client: KubeClient, name: string): Promise<void> {
  for (;;) {
    const found = await client.get(customResourceDefinitions, name);
    const { status } = (found ?? {}) as CustomResourceDefinition & { status?: { conditions?: [] } };
    if (isTrue(status?.conditions, 'Established')) return;
    await sleep(50);
  }
}
