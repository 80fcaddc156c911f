import type { CustomResourceDefinition } from '../../k8s/customresourcedefinition.ts';
import type { QuayEcosystem, QuayEcosystemSpec } from '../../k8s/quayecosystem.ts';
import { customResourceDefinitions, deployments, quayEcosystems, quayRegistries } from '../../k8s/resource.ts';
import { type Snapshot, objectNamed, objectsOf } from '../snapshot.ts';
import { isMapping } from './check-fields.ts';
import { checkEcosystem } from './ecosystem-fields.ts';
import type { EcosystemFacts } from './facts.ts';
import { readAccess } from './read-access.ts';
import { configSecretName, readConfig } from './read-config.ts';
import { readDatabase } from './database/read-database.ts';
import { currentOperators, readOperators } from './operators/read-operators.ts';
import { readDoors } from './read-doors.ts';
import { readRedis } from './read-redis.ts';
import { readWriters } from './read-writers.ts';

/** What the snapshot says about its QuayEcosystem. Never throws: what is missing or wrong is a fact like any other. */
export function readFacts(snapshot: Snapshot): EcosystemFacts {
  const found = objectNamed(snapshot, quayEcosystems, snapshot.name);
  const checked = found && checkEcosystem(withTextMetadata(found));
  const spec = checked?.ecosystem.spec ?? {};
  const { namespace, name } = snapshot;
  return {
    ...{ namespace, name, snapshot, ecosystem: checked?.ecosystem, fieldProblems: checked?.problems ?? [] },
    ...readRegistry(snapshot, spec),
    ...readInstallation(snapshot),
    certificate: snapshot.certificates.find(
      (certificate) => certificate.secretName === configSecretName && certificate.certificateField === 'ssl.cert',
    ),
    quayRegistry: objectNamed(snapshot, quayRegistries, name),
  };
}

type RegistryFacts = 'config' | 'database' | 'access' | 'doors' | 'redis' | 'mirror' | 'clair' | 'writers';

/** The old registry: what it is made of. */
function readRegistry(
  snapshot: Snapshot,
  { quay = {}, redis, clair }: QuayEcosystemSpec,
): Pick<EcosystemFacts, RegistryFacts> {
  const access = readAccess(snapshot, quay.externalAccess ?? {});
  const config = readConfig(snapshot, { quay }, access.route);
  return {
    config,
    database: readDatabase(snapshot, quay.database ?? {}, config),
    access,
    doors: readDoors(snapshot),
    redis: readRedis(snapshot, redis?.hostname ?? '', config),
    mirror: readMirror(snapshot, quay.enableRepoMirroring === true),
    clair: { enabled: clair?.enabled === true },
    writers: readWriters(snapshot),
  };
}

type InstallationFacts = 'operators' | 'operator' | 'quayRegistryCrd' | 'monitoringApis';

/** The cluster: who would manage the new registry. */
function readInstallation(snapshot: Snapshot): Pick<EcosystemFacts, InstallationFacts> {
  const operators = readOperators(snapshot);
  return {
    operators,
    operator: currentOperators(operators)[0],
    quayRegistryCrd: crdNamed(snapshot, 'quayregistries.quay.redhat.com'),
    monitoringApis: hasMonitoring(snapshot),
  };
}

function crdNamed(snapshot: Snapshot, name: string): CustomResourceDefinition | undefined {
  return objectsOf(snapshot, customResourceDefinitions).find((crd) => crd.metadata.name === name);
}

/** quay-operator manages monitoring only where both kinds exist. */
function hasMonitoring(snapshot: Snapshot): boolean {
  return ['servicemonitors', 'prometheusrules'].every(
    (plural) => crdNamed(snapshot, `${plural}.monitoring.coreos.com`) !== undefined,
  );
}

/** Labels and annotations of a dump may be anything; those that are no text are left out. */
function withTextMetadata(ecosystem: QuayEcosystem): QuayEcosystem {
  const { labels, annotations } = ecosystem.metadata;
  return {
    ...ecosystem,
    metadata: { ...ecosystem.metadata, labels: textsOf(labels), annotations: textsOf(annotations) },
  };
}

function textsOf(values: unknown): Readonly<Record<string, string>> {
  if (!isMapping(values)) return {};
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** A mirror that runs counts, whatever the QuayEcosystem says: without one in its place nothing is mirrored any more. */
function readMirror(snapshot: Snapshot, claimed: boolean): EcosystemFacts['mirror'] {
  const deployment = objectNamed(snapshot, deployments, `${snapshot.name}-quay-repomirror`);
  return { enabled: claimed || (deployment !== undefined && deployment.spec?.replicas !== 0), claimed };
}
