import { describeObject } from '../../../k8s/object.ts';
import type { Snapshot } from '../../snapshot.ts';
import type { EcosystemFacts, OperatorFacts, QuayOperatorFacts } from '../facts.ts';
import { type FoundOperator, copiedFrom, findOperators } from './find-operators.ts';
import { componentVariable, operatorImage } from './operator-signs.ts';
import { type OperatorVersion, parseVersion } from './operator-version.ts';
import { environmentOf, ownNamespaceVariables, templateAnnotations } from '../read-pod-template.ts';
import { whyNotVouched } from './vouched-operators.ts';

/** The Quay operators that a snapshot shows, and what is known of each. */
export function readOperators(snapshot: Snapshot): readonly OperatorFacts[] {
  return findOperators(snapshot).map((found) => factsOf(snapshot, found));
}

/** Those that can manage the QuayRegistry, the newest first: there should be one. */
export function currentOperators(operators: readonly OperatorFacts[]): readonly QuayOperatorFacts[] {
  return operators
    .filter((operator): operator is QuayOperatorFacts => operator.generation === 'current')
    .filter((operator) => operator.running && operator.covers && operator.notVouched === '')
    .sort((a, b) => b.major - a.major || b.minor - a.minor);
}

/**
 * Operators of 3.8 and older that can act on this QuayEcosystem. The one question behind the findings and the look
 * before the freeze: one that serves other namespaces, or that may not write here, is another team's business.
 */
export function oldOperators(
  { operators }: Pick<EcosystemFacts, 'operators'>,
  generation: 'legacy' | 'bridging',
): readonly OperatorFacts[] {
  return operators.filter(
    (operator) =>
      operator.generation === generation && !operator.stopped && operator.covers && operator.notVouched === '',
  );
}

function factsOf(snapshot: Snapshot, found: FoundOperator): OperatorFacts | QuayOperatorFacts {
  const parsed = parseVersion(found.version) ?? { major: 0, minor: 0 };
  const notRunning = whyNotRunning(found);
  const watches = watchedNamespaces(snapshot, found);
  const componentImages = imagesOf(found);
  return {
    generation: found.generation,
    ...parsed,
    version: found.version,
    source: found.source,
    namespace: found.namespace,
    deployment: found.deploymentName,
    running: notRunning === '',
    stopped: found.deployment?.spec?.replicas === 0,
    notRunning,
    watches,
    covers: watches.length === 0 || watches.includes(snapshot.namespace),
    notVouched: whyNotVouched(found, snapshot.accountReviews, snapshot.namespace),
    quayVersion: annotationOf(found, 'quay-version') ?? plainVersion(found, parsed),
    quayImage: componentImages[`${componentVariable}QUAY`],
    postgresImage: componentImages[`${componentVariable}POSTGRES`],
    componentImages,
    operatorImage: operatorImage(found.template),
  };
}

function imagesOf({ template }: FoundOperator): Readonly<Record<string, string>> {
  return Object.fromEntries([...environmentOf(template)].filter(([name]) => name.startsWith(componentVariable)));
}

function plainVersion({ version }: FoundOperator, { major, minor }: OperatorVersion): string {
  const exact = /\d+\.\d+\.\d+/.exec(version)?.[0];
  return `v${exact ?? `${major}.${minor}.0`}`;
}

function whyNotRunning({ csv, deployment }: FoundOperator): string {
  if (deployment?.spec?.replicas === 0) return `its ${describeObject(deployment)} is scaled to zero`;
  const phase = csv?.status?.phase;
  if (csv === undefined || phase === 'Succeeded') return '';
  return `its phase is ${phase ?? 'not set yet'} instead of Succeeded`;
}

/**
 * OLM writes the namespaces to watch into `olm.targetNamespaces` of the CSV and of the pods, empty for all of them. It
 * takes the annotation off copies, which it makes where the operator watches. Manifests say it in WATCH_NAMESPACE.
 */
function watchedNamespaces(snapshot: Snapshot, found: FoundOperator): readonly string[] {
  if (copiedFrom(found.csv) !== undefined) return [snapshot.namespace];
  if (ownNamespaceVariables(found.template).has('WATCH_NAMESPACE')) return [found.namespace];
  const said = annotationOf(found, 'olm.targetNamespaces') ?? environmentOf(found.template).get('WATCH_NAMESPACE');
  const namespaces = (said ?? '').split(',');
  return namespaces.map((namespace) => namespace.trim()).filter((namespace) => namespace !== '');
}

/** An annotation that OLM writes on the pods and on the CSV. */
function annotationOf({ csv, template }: FoundOperator, key: string): string | undefined {
  const values: readonly unknown[] = [templateAnnotations(template)[key], csv?.metadata.annotations?.[key]];
  return values.find((value) => typeof value === 'string');
}
