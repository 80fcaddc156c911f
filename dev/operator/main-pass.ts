import { findCondition } from '../../src/k8s/condition.ts';
import type { Job } from '../../src/k8s/job.ts';
import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import * as kinds from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { applyObject } from './apply-object.ts';
import { Blocked } from './blocked.ts';
import { checkBundle, checkCertificate } from './check-bundle.ts';
import type { OperatorFaults } from './faults.ts';
import { readManagedKeys } from './managed-keys.ts';
import { upgradeJob } from './objects/quay-app.ts';
import { firstDeployments, firstObjects, laterDeployments } from './objects/registry-objects.ts';
import { registrySecrets } from './objects/registry-secrets.ts';
import { type RegistryInputs, missingComponents, readInputs } from './registry-inputs.ts';
import { type Stated, withConditions, writeStatus } from './registry-status.ts';
import { images, type VersionFacts } from './version-facts.ts';

/** When to look again: soon (the operator's 10 seconds), at its minute, or at once. */
export type NextPass = 'at-once' | 'soon' | 'minute';

const finalizer = 'quay-operator/finalizer';

/** One pass of the main loop over a registry that is not being deleted. */
export async function mainPass(
  client: KubeClient,
  registry: QuayRegistry,
  facts: VersionFacts,
  faults: OperatorFaults,
): Promise<NextPass> {
  const created = findCondition(registry.status?.conditions, 'ComponentsCreated');
  if (created?.reason === 'MigrationsInProgress') return followMigration(client, registry, facts);
  try {
    const inputs = await readInputs(client, registry, facts);
    const missing = missingComponents(registry);
    if (missing.length > 0) {
      const components = [...(registry.spec?.components ?? []), ...missing];
      await client.replace(kinds.quayRegistries, { ...registry, spec: { ...registry.spec, components } });
      return 'soon';
    }
    checkBundle(inputs);
    checkCertificate(inputs);
    if (faults.rolloutBlocked !== undefined) throw new Blocked('ComponentCreationFailed', faults.rolloutBlocked);
    return await createComponents(client, inputs, faults);
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    await state(client, registry, [
      { type: 'RolloutBlocked', status: 'True', reason: error.reason, message: error.message },
    ]);
    return 'soon';
  }
}

async function createComponents(client: KubeClient, inputs: RegistryInputs, faults: OperatorFaults): Promise<NextPass> {
  const { registry, facts, namespace, name } = inputs;
  if (await foreignDatabase(client, inputs)) return 'soon';
  const secrets = registrySecrets(inputs, await readManagedKeys(client, inputs));
  for (const [resource, object] of firstObjects(inputs, secrets)) await applyObject(client, resource, object);
  await removeOldConfigSecrets(client, inputs, secrets.config.metadata.name);
  for (const deployment of firstDeployments(inputs, secrets)) await applyObject(client, kinds.deployments, deployment);
  if (!(await databasesAvailable(client, inputs))) {
    await state(client, registry, unblocked());
    return 'soon';
  }
  const upgrading = registry.status?.currentVersion !== facts.quayVersion;
  for (const deployment of laterDeployments(inputs, secrets, upgrading)) {
    await applyObject(client, kinds.deployments, deployment);
  }
  if (!upgrading) return finish(client, inputs);
  await startUpgrade(client, upgradeJob(inputs, secrets));
  const stated: Stated[] = [
    ...unblocked(),
    {
      type: 'ComponentsCreated',
      status: 'False',
      reason: 'MigrationsInProgress',
      message: 'running database migrations',
    },
  ];
  if (faults.loseStatusWrite === undefined) {
    const fresh = await client.get(kinds.quayRegistries, name, namespace);
    if (fresh) await state(client, fresh, stated, { registryEndpoint: `https://${inputs.hostname}` });
  }
  return 'soon';
}

function unblocked(): Stated[] {
  return [
    {
      type: 'RolloutBlocked',
      status: 'False',
      reason: 'ComponentsCreationSuccess',
      message: 'All objects created/updated successfully',
    },
  ];
}

/** A Deployment NAME-quay-database of another image is taken for an old PostgreSQL: waited for, without a word. */
async function foreignDatabase(client: KubeClient, inputs: RegistryInputs): Promise<boolean> {
  const found = await client.get(kinds.deployments, `${inputs.name}-quay-database`, inputs.namespace);
  const image = found?.spec?.template?.spec?.containers?.[0]?.image;
  const repository = (reference: string): string =>
    reference
      .split('/')
      .at(-1)
      ?.replace(/[:@].*$/, '') ?? '';
  return image !== undefined && repository(image) !== repository(images.postgres);
}

/** quay-operator 3.13 and newer: by prefix, whoever made them. */
async function removeOldConfigSecrets(client: KubeClient, inputs: RegistryInputs, current: string): Promise<void> {
  const prefix = `${inputs.name}-quay-config-secret`;
  for (const { metadata } of await client.list(kinds.secrets, { namespace: inputs.namespace })) {
    const keep = metadata.name === current || metadata.name === inputs.registry.spec?.configBundleSecret;
    if (metadata.name.startsWith(prefix) && !keep) await client.delete(kinds.secrets, metadata);
  }
}

async function databasesAvailable(client: KubeClient, inputs: RegistryInputs): Promise<boolean> {
  const wanted = [
    ...(inputs.managed('postgres') ? [`${inputs.name}-quay-database`] : []),
    ...(inputs.managed('clairpostgres') ? [`${inputs.name}-clair-postgres`] : []),
  ];
  const found = await Promise.all(wanted.map((name) => client.get(kinds.deployments, name, inputs.namespace)));
  return found.every((deployment) => (deployment?.status?.availableReplicas ?? 0) > 0);
}

/** A Job that runs is left alone; a finished one of before is deleted and run again. */
async function startUpgrade(client: KubeClient, job: Job): Promise<void> {
  const found = await client.get(kinds.jobs, job.metadata.name, job.metadata.namespace);
  if (found === undefined) {
    await client.create(kinds.jobs, job);
    return;
  }
  const active = (found.status?.active ?? 0) > 0 || (found.status?.succeeded ?? 0) + (found.status?.failed ?? 0) === 0;
  if (!active) await client.delete(kinds.jobs, found.metadata, { propagationPolicy: 'Foreground' });
}

/** While migrations run nothing but their Job is looked at. */
async function followMigration(client: KubeClient, registry: QuayRegistry, facts: VersionFacts): Promise<NextPass> {
  const { name, namespace = '' } = registry.metadata;
  const job = await client.get(kinds.jobs, `${name}-quay-app-upgrade`, namespace);
  if ((job?.status?.succeeded ?? 0) > 0) {
    const message = 'All registry components created';
    await state(
      client,
      registry,
      [{ type: 'ComponentsCreated', status: 'True', reason: 'ComponentsCreationSuccess', message }],
      { currentVersion: facts.quayVersion },
    );
    return 'soon';
  }
  const failed = job?.status?.conditions?.find((one) => one.type === 'Failed' && one.status === 'True');
  if (job === undefined) {
    await state(client, registry, [
      { type: 'ComponentsCreated', status: 'False', reason: 'MigrationsJobMissing', message: 'job not found' },
    ]);
  } else if (failed !== undefined) {
    await state(client, registry, [
      { type: 'ComponentsCreated', status: 'False', reason: 'MigrationsFailed', message: failed.message ?? '' },
    ]);
  }
  return 'soon';
}

/** The first clean pass after the migrations: from here on the operator has a word in the registry's deletion. */
async function finish(client: KubeClient, { registry, name, namespace }: RegistryInputs): Promise<NextPass> {
  const finalizers = registry.metadata.finalizers ?? [];
  let current = registry;
  if (!finalizers.includes(finalizer)) {
    const metadata = { ...registry.metadata, finalizers: [...finalizers, finalizer] };
    current = await client.replace(kinds.quayRegistries, { ...registry, metadata });
  }
  const fresh = (await client.get(kinds.quayRegistries, name, namespace)) ?? current;
  await state(client, fresh, unblocked());
  return 'minute';
}

/** Removes the operator's finalizer; the garbage collector takes what the registry owned. */
export async function letGo(client: KubeClient, registry: QuayRegistry): Promise<void> {
  const finalizers = registry.metadata.finalizers ?? [];
  if (!finalizers.includes(finalizer)) return;
  const kept = finalizers.filter((one) => one !== finalizer);
  await client.replace(kinds.quayRegistries, { ...registry, metadata: { ...registry.metadata, finalizers: kept } });
}

async function state(
  client: KubeClient,
  registry: QuayRegistry,
  stated: readonly Stated[],
  more: Partial<NonNullable<QuayRegistry['status']>> = {},
): Promise<void> {
  const conditions = withConditions(registry.status?.conditions ?? [], stated, new Date().toISOString());
  const observedGeneration = registry.metadata.generation;
  const unchanged =
    JSON.stringify(stripped(conditions)) === JSON.stringify(stripped(registry.status?.conditions ?? []));
  const settled =
    unchanged && Object.keys(more).length === 0 && registry.status?.observedGeneration === observedGeneration;
  if (settled) return;
  await writeStatus(client, registry, {
    conditions,
    ...more,
    ...(observedGeneration !== undefined && { observedGeneration }),
  });
}

function stripped(conditions: NonNullable<QuayRegistry['status']>['conditions']): unknown {
  return conditions?.map(({ type, status, reason, message }) => ({ type, status, reason, message }));
}
