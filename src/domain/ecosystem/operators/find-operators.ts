import type { ClusterServiceVersion } from '../../../k8s/clusterserviceversion.ts';
import type { Deployment } from '../../../k8s/deployment.ts';
import { describeObject } from '../../../k8s/object.ts';
import type { PodTemplate } from '../../../k8s/pod.ts';
import { clusterServiceVersions, deployments } from '../../../k8s/resource.ts';
import { type Snapshot, objectsOf } from '../../snapshot.ts';
import { isMapping } from '../check-fields.ts';
import type { OperatorFacts } from '../facts.ts';
import { generationOf, parseVersion } from './operator-version.ts';
import { componentVariable, isServiceVersionName, looksLikeOperator, operatorImage } from './operator-signs.ts';
import { environmentOf, templateAnnotations } from '../read-pod-template.ts';

/** What was found of one installation of a quay-operator, whoever made it and whatever it may do. */
export interface FoundOperator {
  readonly generation: OperatorFacts['generation'];
  readonly namespace: string;
  readonly source: string;
  readonly version: string;
  readonly deploymentName: string;
  readonly deployment: Deployment | undefined;
  /** The operator's pods as the Deployment has them, or else as the CSV wants them. */
  readonly template: PodTemplate | undefined;
  readonly csv: ClusterServiceVersion | undefined;
}

type Objects = Pick<Snapshot, 'objects' | 'namespace'>;

const ecosystemCrd = 'quayecosystems.redhatcop.redhat.io';
const registryCrd = 'quayregistries.quay.redhat.com';

/**
 * The Quay operators that a snapshot shows: those that OLM installed, by their ClusterServiceVersions, and Deployments
 * that run an operator without one (OLM v1, manifests). Copies of a CSV in other namespaces count only where the
 * original is not to be seen.
 */
export function findOperators(snapshot: Objects): readonly FoundOperator[] {
  const csvs = quayCsvs(snapshot);
  const installed = csvs.map((csv) => fromCsv(snapshot, csv));
  const known = new Set(installed.map(({ namespace, deploymentName }) => `${namespace}/${deploymentName}`));
  const owners = new Set(installed.map(({ namespace, csv }) => `${namespace}/${csv?.metadata.name ?? ''}`));
  const others = objectsOf(snapshot, deployments).filter((deployment) => {
    const { namespace = '', name, labels } = deployment.metadata;
    const owner = `${namespace}/${labels?.['olm.owner'] ?? ''}`;
    return !known.has(`${namespace}/${name}`) && !owners.has(owner) && looksLikeOperator(deployment);
  });
  return [...installed, ...others.map(fromDeployment)];
}

/** The namespace that OLM copied it from; undefined for an original. */
export function copiedFrom(csv: ClusterServiceVersion | undefined): string | undefined {
  return csv?.metadata.labels?.['olm.copiedFrom'];
}

function quayCsvs(snapshot: Objects): readonly ClusterServiceVersion[] {
  const all = objectsOf(snapshot, clusterServiceVersions).filter(isQuayOperator);
  const originals = all.filter((csv) => copiedFrom(csv) === undefined);
  const copies = all.filter(
    (csv) =>
      copiedFrom(csv) !== undefined &&
      csv.metadata.namespace === snapshot.namespace &&
      !originals.some(({ metadata }) => metadata.name === csv.metadata.name && metadata.namespace === copiedFrom(csv)),
  );
  return [...originals, ...copies];
}

function ownedCrds(csv: ClusterServiceVersion): readonly unknown[] {
  const owned: unknown = csv.spec?.customresourcedefinitions?.owned;
  return Array.isArray(owned) ? owned.map((crd: unknown) => (isMapping(crd) ? crd.name : undefined)) : [];
}

function isQuayOperator(csv: ClusterServiceVersion): boolean {
  const owned = ownedCrds(csv);
  return owned.includes(registryCrd) || owned.includes(ecosystemCrd) || isServiceVersionName(csv.metadata.name);
}

function fromCsv(snapshot: Objects, csv: ClusterServiceVersion): FoundOperator {
  const { name: deploymentName, template: wanted } = strategyOf(csv);
  const namespace = copiedFrom(csv) ?? csv.metadata.namespace ?? '';
  const deployment = objectsOf(snapshot, deployments).find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === deploymentName,
  );
  const template = deployment?.spec?.template ?? wanted;
  const version = csv.spec?.version ?? csv.metadata.name;
  const source = describeObject(csv);
  const generation = csvGeneration(csv, version, template);
  return { generation, namespace, source, version, deploymentName, deployment, template, csv };
}

/** The operator's Deployment as the CSV wants it. */
function strategyOf(csv: ClusterServiceVersion): { readonly name: string; readonly template: PodTemplate | undefined } {
  const first = csv.spec?.install?.spec?.deployments?.[0];
  return first === undefined ? { name: '', template: undefined } : { name: first.name, template: first.spec?.template };
}

/** What a CSV owns says more than its version: 3.4 to 3.8 own both kinds. */
function csvGeneration(
  csv: ClusterServiceVersion,
  version: string,
  template: PodTemplate | undefined,
): OperatorFacts['generation'] {
  const owned = ownedCrds(csv);
  if (!owned.includes(ecosystemCrd)) return versionGeneration(version, template);
  return owned.includes(registryCrd) ? 'bridging' : 'legacy';
}

/** An operator that OLM v0 knows nothing of, or whose CSV a dump lacks. */
function fromDeployment(deployment: Deployment): FoundOperator {
  const template = deployment.spec?.template;
  const { namespace = '', name } = deployment.metadata;
  const version = deployedVersion(deployment, operatorImage(template) ?? '');
  const source = describeObject(deployment);
  const generation = versionGeneration(version, template);
  return { generation, namespace, source, version, deploymentName: name, deployment, template, csv: undefined };
}

/** Without a version: the images are named since 3.4, and nothing is assumed to be harmless. */
function versionGeneration(version: string, template: PodTemplate | undefined): OperatorFacts['generation'] {
  const byVersion = generationOf(parseVersion(version) ?? { major: 0, minor: 0 });
  const named = [...environmentOf(template).keys()].some((variable) => variable.startsWith(componentVariable));
  return byVersion === 'legacy' && named ? 'bridging' : byVersion;
}

/** Wherever a Deployment tells its version; empty when nowhere. */
function deployedVersion({ metadata, spec }: Deployment, image: string): string {
  const places: readonly unknown[] = [
    templateAnnotations(spec?.template)['quay-version'],
    environmentOf(spec?.template).get('QUAY_VERSION'),
    metadata.labels?.['olm.owner'],
    image.split('@')[0]?.split(':').at(-1),
    metadata.name,
  ];
  return places.find((text): text is string => typeof text === 'string' && parseVersion(text) !== undefined) ?? '';
}
