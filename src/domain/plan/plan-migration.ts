import type { KubernetesObject } from '../../k8s/object.ts';
import type { Choices } from '../choices.ts';
import { decideComponents } from '../components/table.ts';
import { volumeSizeFor } from '../components/pods/volume-size.ts';
import { quantityBytes } from '../ecosystem/quantity.ts';
import { transformConfig } from '../config/transform-config.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { runPreflight } from '../preflight/run-preflight.ts';
import { type Resource, deployments, services } from '../../k8s/resource.ts';
import { objectNamed } from '../snapshot.ts';
import { buildRegistry } from '../registry/build-registry.ts';
import { accessPlan } from './access-plan.ts';
import { labelsOf } from '../migration-names.ts';
import type { DatabasePlan, FreezePlan, MigrationPlan, PlanContext, RegistryPlan } from './migration-plan.ts';
import { placementOf } from './jobs/pod-placement.ts';
import { plannedSteps } from './steps.ts';
import { databaseClaim, temporaryServer, temporaryServerService } from './jobs/temporary-server.ts';
import { workPlan } from './jobs/work-plan.ts';
import type { WorkSite } from './jobs/work-site.ts';

/**
 * The whole migration as data. It is made for every ecosystem, safe or not; `findings` say whether it may be run.
 * The same facts, choices and context give the same plan.
 */
export function planMigration(facts: EcosystemFacts, choices: Choices, context: PlanContext): MigrationPlan {
  const site: WorkSite = {
    namespace: facts.namespace,
    name: facts.name,
    attempt: context.attempt,
    workerImage: context.workerImage,
    imagePullSecrets: pullSecrets(facts, context),
    placement: placementOf(objectNamed(facts.snapshot, deployments, `${facts.name}-quay`)),
  };
  const components = decideComponents(facts, choices);
  const mode = facts.database.kind === 'managed' && choices.database === 'copy' ? 'copy' : 'in-place';
  const firstCopy = mode === 'copy' && choices.copyBeforeFreeze;
  const config = transformConfig(facts, components);
  const registry = withLabels(site, buildRegistry(facts, components, config, context.generated));
  const database = databasePlan(site, facts, mode);
  const access = accessPlan(facts);
  const volumeBytes = quantityBytes(volumeSizeFor(facts)) ?? 0;
  const steps = plannedSteps(facts, { mode, firstCopy, service: access.service, volumeBytes });
  return {
    ecosystem: { namespace: facts.namespace, name: facts.name },
    attempt: context.attempt,
    choices,
    components,
    configDiff: config.diff,
    findings: runPreflight(facts, choices, registry.bundle, context.workerImage),
    steps,
    resources: resourcesOf(registry, database),
    freeze: freezePlan(facts),
    database,
    registry,
    access,
    work: workPlan({
      ...{ site, facts, mode, firstCopy, decisions: components, registry, config },
      ...{ generated: context.generated, steps },
    }),
    quayVersion: facts.operator?.quayVersion ?? '',
  };
}

function pullSecrets(facts: EcosystemFacts, context: PlanContext): readonly string[] {
  const own = facts.ecosystem?.spec?.quay?.imagePullSecretName;
  return [...new Set([...context.imagePullSecrets, ...(typeof own === 'string' && own !== '' ? [own] : [])])];
}

function withLabels(site: WorkSite, objects: RegistryPlan): RegistryPlan {
  const labelled = <T extends KubernetesObject>(object: T): T => ({
    ...object,
    metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labelsOf(site.name, site.attempt) } },
  });
  return {
    registry: labelled(objects.registry),
    bundle: labelled(objects.bundle),
    managedKeys: labelled(objects.managedKeys),
    caConfigMaps: objects.caConfigMaps.map(labelled),
  };
}

function databasePlan(site: WorkSite, facts: EcosystemFacts, mode: 'copy' | 'in-place'): DatabasePlan {
  if (mode === 'in-place') return { mode, claim: undefined, server: undefined, serverService: undefined };
  return {
    mode,
    claim: databaseClaim(site, volumeSizeFor(facts), facts.database.storageClass),
    server: temporaryServer(site, facts.operator?.postgresImage ?? ''),
    serverService: temporaryServerService(site),
  };
}

function resourcesOf(registry: RegistryPlan, database: DatabasePlan): readonly KubernetesObject[] {
  return [
    ...(database.claim ? [database.claim] : []),
    ...registry.caConfigMaps,
    registry.managedKeys,
    registry.bundle,
    registry.registry,
  ];
}

function freezePlan(facts: EcosystemFacts): FreezePlan {
  const { deployment, claim, service, credentialsSecret } = facts.database;
  const owned: FreezePlan['detached'][number][] = [];
  if (deployment) owned.push({ plural: 'deployments', name: deployment.metadata.name });
  if (claim) owned.push({ plural: 'persistentvolumeclaims', name: claim.metadata.name });
  if (service) owned.push({ plural: 'services', name: service.metadata.name });
  if (credentialsSecret) owned.push({ plural: 'secrets', name: credentialsSecret.metadata.name });
  if (facts.config.secret) owned.push({ plural: 'secrets', name: facts.config.secret.metadata.name });
  // The schema upgrade imports Quay, which since 3.17.3 does not start without its Redis.
  const redis = `${facts.name}-redis`;
  for (const resource of [deployments, services] as readonly Resource[]) {
    if (objectNamed(facts.snapshot, resource, redis)) owned.push({ plural: resource.plural, name: redis });
  }
  return { writers: facts.writers.map((writer) => writer.metadata.name), detached: owned };
}
