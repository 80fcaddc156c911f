import type { ClusterServiceVersion } from '../../k8s/clusterserviceversion.ts';
import type { Deployment } from '../../k8s/deployment.ts';
import { describeObject } from '../../k8s/object.ts';
import type { PodTemplate } from '../../k8s/pod.ts';
import { clusterServiceVersions, deployments } from '../../k8s/resource.ts';
import { type Snapshot, objectsOf } from '../snapshot.ts';
import { isMapping } from './check-fields.ts';
import { containersOf, environmentOf, templateAnnotations } from './read-pod-template.ts';
import type { OperatorFacts, QuayOperatorFacts } from './facts.ts';
import { type OperatorVersion, generationOf, parseVersion } from './operator-version.ts';

/** What is read of one installation, before it is known which generation it is. */
type Installed = Omit<QuayOperatorFacts, 'generation'> & { readonly generation: OperatorFacts['generation'] };

const ecosystemCrd = 'quayecosystems.redhatcop.redhat.io';
const registryCrd = 'quayregistries.quay.redhat.com';
const quayImageVariable = 'RELATED_IMAGE_COMPONENT_QUAY';

interface OperatorLook {
  readonly snapshot: Snapshot;
  readonly namespace: string;
  readonly source: string;
  readonly version: string;
  readonly deploymentName: string;
  readonly deployment: Deployment | undefined;
  /** The operator's pods as the Deployment has them, or else as the CSV wants them. */
  readonly template: PodTemplate | undefined;
  readonly csv: ClusterServiceVersion | undefined;
}

/**
 * The Quay operators that the snapshot shows: those that OLM installed, by their ClusterServiceVersions, and Deployments
 * that run an operator without one. Copies of a CSV in other namespaces count only where the original is not to be seen.
 */
export function readOperators(snapshot: Snapshot): readonly OperatorFacts[] {
  const csvs = quayCsvs(snapshot);
  const installed = csvs.map((csv) => fromCsv(snapshot, csv));
  const known = new Set(installed.map(({ namespace, deployment }) => `${namespace}/${deployment}`));
  const csvNames = new Set(csvs.map((csv) => csv.metadata.name));
  const others = objectsOf(snapshot, deployments).filter((deployment) => {
    const { namespace = '', name, labels } = deployment.metadata;
    return !known.has(`${namespace}/${name}`) && !csvNames.has(labels?.['olm.owner'] ?? '');
  });
  return [...installed, ...others.flatMap((deployment) => fromDeployment(snapshot, deployment) ?? [])];
}

/** The operator that will manage the QuayRegistry; the newest where there are several. */
export function installedOperator(operators: readonly OperatorFacts[]): QuayOperatorFacts | undefined {
  return operators
    .filter((operator): operator is QuayOperatorFacts => operator.generation === 'current')
    .filter((operator) => operator.running && operator.covers)
    .sort((a, b) => b.major - a.major || b.minor - a.minor)[0];
}

function quayCsvs(snapshot: Snapshot): readonly ClusterServiceVersion[] {
  const all = objectsOf(snapshot, clusterServiceVersions).filter(isQuayOperator);
  const originals = all.filter((csv) => copiedFrom(csv) === undefined);
  const copies = all.filter(
    (csv) =>
      copiedFrom(csv) !== undefined &&
      csv.metadata.namespace === snapshot.namespace &&
      !originals.some((original) => original.metadata.name === csv.metadata.name),
  );
  return [...originals, ...copies];
}

function copiedFrom(csv: ClusterServiceVersion): string | undefined {
  return csv.metadata.labels?.['olm.copiedFrom'];
}

function ownedCrds(csv: ClusterServiceVersion): readonly unknown[] {
  const owned: unknown = csv.spec?.customresourcedefinitions?.owned;
  return Array.isArray(owned) ? owned.map((crd: unknown) => (isMapping(crd) ? crd.name : undefined)) : [];
}

function isQuayOperator(csv: ClusterServiceVersion): boolean {
  const owned = ownedCrds(csv);
  return (
    owned.includes(registryCrd) ||
    owned.includes(ecosystemCrd) ||
    /^(quay-operator|project-quay)\./.test(csv.metadata.name)
  );
}

function fromCsv(snapshot: Snapshot, csv: ClusterServiceVersion): OperatorFacts {
  const strategy = strategyOf(csv);
  const namespace = copiedFrom(csv) ?? csv.metadata.namespace ?? '';
  const deployment = objectsOf(snapshot, deployments).find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === strategy.name,
  );
  const facts = installedFacts({
    snapshot,
    namespace,
    source: describeObject(csv),
    version: csv.spec?.version ?? csv.metadata.name,
    deploymentName: strategy.name,
    deployment,
    template: deployment?.spec?.template ?? strategy.template,
    csv,
  });
  return { ...facts, generation: csvGeneration(csv, facts.generation) };
}

/** The operator's Deployment as the CSV wants it. */
function strategyOf(csv: ClusterServiceVersion): { readonly name: string; readonly template: PodTemplate | undefined } {
  const first = csv.spec?.install?.spec?.deployments?.[0];
  return first === undefined ? { name: '', template: undefined } : { name: first.name, template: first.spec?.template };
}

/** What a CSV owns says more than its version: 3.4 to 3.8 own both kinds. */
function csvGeneration(
  csv: ClusterServiceVersion,
  byVersion: OperatorFacts['generation'],
): OperatorFacts['generation'] {
  const owned = ownedCrds(csv);
  if (!owned.includes(ecosystemCrd)) return byVersion;
  return owned.includes(registryCrd) ? 'bridging' : 'legacy';
}

/** An operator that OLM knows nothing of, or whose CSV a dump lacks. */
function fromDeployment(snapshot: Snapshot, deployment: Deployment): OperatorFacts | undefined {
  const template = deployment.spec?.template;
  const image = containersOf(template)
    .map((container) => container.image)
    .find(isOperatorImage);
  if (image === undefined && !environmentOf(template).has(quayImageVariable)) return undefined;
  const { namespace = '', name } = deployment.metadata;
  return installedFacts({
    snapshot,
    namespace,
    source: describeObject(deployment),
    version: deployedVersion(deployment, image ?? ''),
    deploymentName: name,
    deployment,
    template,
    csv: undefined,
  });
}

/** Wherever a Deployment tells its version; empty when nowhere. */
function deployedVersion({ metadata, spec }: Deployment, image: string): string {
  const places: readonly unknown[] = [
    templateAnnotations(spec?.template)['quay-version'],
    environmentOf(spec?.template).get('QUAY_VERSION'),
    metadata.labels?.['olm.owner'],
    image.split(':').at(-1),
    metadata.name,
  ];
  return places.find((text): text is string => typeof text === 'string' && parseVersion(text) !== undefined) ?? '';
}

function isOperatorImage(image: unknown): image is string {
  if (typeof image !== 'string') return false;
  const repository = image.split('@')[0]?.replace(/:[^/]*$/, '') ?? '';
  return /^quay-operator(-rhel\d+)?$/.test(repository.split('/').at(-1) ?? '');
}

function installedFacts(look: OperatorLook): Installed {
  const parsed = parseVersion(look.version) ?? { major: 0, minor: 0 };
  const byVersion = generationOf(parsed);
  const environment = environmentOf(look.template);
  const notRunning = whyNotRunning(look);
  const watches = watchedNamespaces(look);
  return {
    // Without a version: the images are named since 3.4, and nothing is assumed to be harmless.
    generation: byVersion === 'legacy' && environment.has(quayImageVariable) ? 'bridging' : byVersion,
    ...parsed,
    version: look.version,
    source: look.source,
    namespace: look.namespace,
    deployment: look.deploymentName,
    running: notRunning === '',
    stopped: look.deployment?.spec?.replicas === 0,
    notRunning,
    watches,
    covers: watches.length === 0 || watches.includes(look.snapshot.namespace),
    quayVersion: annotationOf(look, 'quay-version') ?? plainVersion(look, parsed),
    quayImage: environment.get(quayImageVariable),
    postgresImage: environment.get('RELATED_IMAGE_COMPONENT_POSTGRES'),
  };
}

function plainVersion({ version }: OperatorLook, { major, minor }: OperatorVersion): string {
  const exact = /\d+\.\d+\.\d+/.exec(version)?.[0];
  return `v${exact ?? `${major}.${minor}.0`}`;
}

function whyNotRunning({ csv, deployment }: OperatorLook): string {
  if (deployment?.spec?.replicas === 0) return `its ${describeObject(deployment)} is scaled to zero`;
  const phase = csv?.status?.phase;
  if (csv === undefined || phase === 'Succeeded') return '';
  return `its phase is ${phase ?? 'not set yet'} instead of Succeeded`;
}

/**
 * OLM writes the namespaces to watch into `olm.targetNamespaces` of the CSV and of the pods, empty for all of them. It
 * takes the annotation off copies, which it makes where the operator watches.
 */
function watchedNamespaces(look: OperatorLook): readonly string[] {
  if (look.csv && copiedFrom(look.csv) !== undefined) return [look.snapshot.namespace];
  const namespaces = (annotationOf(look, 'olm.targetNamespaces') ?? '').split(',');
  return namespaces.map((namespace) => namespace.trim()).filter((namespace) => namespace !== '');
}

/** An annotation that OLM writes on the CSV and hands on to the pods. */
function annotationOf({ csv, template }: OperatorLook, key: string): string | undefined {
  const values: readonly unknown[] = [csv?.metadata.annotations?.[key], templateAnnotations(template)[key]];
  return values.find((value) => typeof value === 'string');
}
