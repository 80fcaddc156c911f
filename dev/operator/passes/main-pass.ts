import { findCondition } from '../../../src/k8s/condition.ts';
import type { QuayRegistry } from '../../../src/k8s/quayregistry.ts';
import * as kinds from '../../../src/k8s/resource.ts';
import type { KubeClient } from '../../../src/service/kube/client.ts';
import { applyObject } from '../apply-object.ts';
import { Blocked } from '../checks/blocked.ts';
import { checkBundle } from '../checks/check-bundle.ts';
import { checkCertificate } from '../checks/check-certificate.ts';
import { completeComponents } from '../checks/complete-components.ts';
import { bundleOf } from '../config-bundle.ts';
import { databasesAvailable, isForeignDatabase } from '../checks/database-gate.ts';
import type { OperatorFaults } from '../faults.ts';
import { hold } from '../finalizer.ts';
import { readManagedKeys } from '../checks/managed-keys.ts';
import { monitoringLabel } from '../objects/monitoring-objects.ts';
import { upgradeJob } from '../objects/quay-app.ts';
import { firstDeployments, firstObjects, laterDeployments } from '../objects/registry-objects.ts';
import { type RegistrySecrets, registrySecrets } from '../objects/registry-secrets.ts';
import { type RegistryInputs, readInputs } from '../registry-inputs.ts';
import { type Stated, state } from '../status/registry-status.ts';
import { followMigration, startUpgrade } from './upgrade-job.ts';
import type { NextPass, PassContext, PassMemory } from './pass-context.ts';

type MainContext = PassContext & { readonly memory: PassMemory };

const unblocked: Stated = {
  type: 'RolloutBlocked',
  status: 'False',
  reason: 'ComponentsCreationSuccess',
  message: 'All objects created/updated successfully',
};

/** One pass of the main loop over a registry that is not being deleted. */
export async function mainPass(context: MainContext, registry: QuayRegistry): Promise<NextPass> {
  const created = findCondition(registry.status?.conditions, 'ComponentsCreated');
  if (created?.reason === 'MigrationsInProgress') return followMigration(context, registry);
  try {
    blockOnce(context);
    const bundle = await bundleOf(context, registry);
    if (bundle === undefined) return 'soon';
    const inputs = await readInputs(context, registry, bundle);
    if (await isForeignDatabase(context.client, inputs)) return 'soon';
    if (await completeComponents(context.client, inputs)) return 'soon';
    checkBundle(inputs);
    checkCertificate(inputs);
    const { rolloutBlocked } = context.faults;
    if (rolloutBlocked !== undefined) throw new Blocked('ComponentCreationFailed', rolloutBlocked);
    return await createComponents(context, inputs);
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    const { reason, message } = error;
    const said = await state(context, registry, [{ type: 'RolloutBlocked', status: 'True', reason, message }]);
    // A write that the other loop's was before is lost: nobody has heard of the block then.
    if (message === context.faults.transientBlock) context.memory.transientBlockSaid = said;
    return 'soon';
  }
}

/** A process that has just started may not see its own probe Route; it heals by itself. */
function blockOnce({ faults, memory }: { readonly faults: OperatorFaults; readonly memory: PassMemory }): void {
  if (faults.transientBlock === undefined) memory.transientBlockSaid = false;
  else if (!memory.transientBlockSaid) throw new Blocked('RouteComponentDependencyError', faults.transientBlock);
}

async function createComponents(context: MainContext, inputs: RegistryInputs): Promise<NextPass> {
  const { client, facts } = context;
  const { registry } = inputs;
  const secrets = registrySecrets(inputs, await readManagedKeys(client, inputs));
  for (const [resource, object] of firstObjects(inputs, secrets)) await applyObject(context, resource, object);
  if (inputs.managed('monitoring')) await labelNamespace(client, inputs.namespace);
  await removeOldConfigSecrets(client, inputs, secrets.config.metadata.name);
  for (const deployment of firstDeployments(inputs, secrets)) await applyObject(context, kinds.deployments, deployment);
  if (facts.waitsForDatabases && !(await databasesAvailable(client, inputs))) {
    await state(context, registry, [unblocked]);
    return 'soon';
  }
  const upgrading = registry.status?.currentVersion !== facts.quayVersion;
  for (const deployment of laterDeployments(inputs, secrets, upgrading)) {
    await applyObject(context, kinds.deployments, deployment);
  }
  return upgrading ? upgrade(context, inputs, secrets) : finish(context, registry);
}

async function upgrade(context: MainContext, inputs: RegistryInputs, secrets: RegistrySecrets): Promise<NextPass> {
  const started = await startUpgrade(context, upgradeJob(inputs, secrets));
  const migrating: Stated = {
    type: 'ComponentsCreated',
    status: 'False',
    reason: 'MigrationsInProgress',
    message: 'running database migrations',
  };
  if (losesStatusWrite(context)) return 'soon';
  await state(context, inputs.registry, [unblocked, ...(started ? [migrating] : [])], {
    registryEndpoint: `https://${inputs.hostname}`,
  });
  return 'soon';
}

/** The other loop's write was before: this one is refused as a conflict, and nobody hears of the Job. */
function losesStatusWrite({ facts, faults, memory }: MainContext): boolean {
  if (faults.loseStatusWrite !== undefined) return true;
  if (memory.lostStatusWrites >= facts.lostStatusWrites) return false;
  memory.lostStatusWrites += 1;
  return true;
}

/** The first clean pass after the migrations, and all that follow. */
async function finish(context: PassContext, registry: QuayRegistry): Promise<NextPass> {
  await hold(context.client, registry);
  await state(context, registry, [unblocked]);
  return 'minute';
}

/** It stays when the registry is gone. */
async function labelNamespace(client: KubeClient, name: string): Promise<void> {
  await client.patch(kinds.namespaces, { name }, { type: 'merge', body: { metadata: { labels: monitoringLabel } } });
}

/** quay-operator 3.13 and newer: by prefix, whoever made them. */
async function removeOldConfigSecrets(client: KubeClient, inputs: RegistryInputs, current: string): Promise<void> {
  const prefix = `${inputs.name}-quay-config-secret`;
  for (const { metadata } of await client.list(kinds.secrets, { namespace: inputs.namespace })) {
    const keep = metadata.name === current || metadata.name === inputs.registry.spec?.configBundleSecret;
    if (metadata.name.startsWith(prefix) && !keep) await client.delete(kinds.secrets, metadata);
  }
}
