import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { configSecretName } from '../ecosystem/read-config.ts';

type Place = Pick<EcosystemFacts, 'namespace' | 'name'>;

/** `Kind namespace/name` of an object in the ecosystem's namespace, whether it exists or not. */
export function objectIn({ namespace }: Place, kind: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

export function ecosystemObject(place: Place): string {
  return objectIn(place, 'QuayEcosystem', place.name);
}

export function configSecretObject(place: Place): string {
  return objectIn(place, 'Secret', configSecretName);
}

/** The commands that edit config.yaml. A stopped legacy operator no longer overwrites it. */
export function editConfig({ namespace }: Place): string {
  return (
    `oc extract secret/${configSecretName} -n ${namespace} --keys=config.yaml, edit the file, then ` +
    `oc set data secret/${configSecretName} -n ${namespace} --from-file=config.yaml`
  );
}

export function editEcosystem({ namespace, name }: Place): string {
  return `oc edit quayecosystem ${name} -n ${namespace}`;
}

/** Why a kind could not be read (permission, or not in the dump): then an absent object is not known to be missing. */
export function unreadReason(facts: EcosystemFacts, resource: string): string | undefined {
  return facts.snapshot.unread.find((entry) => entry.resource === resource && entry.elsewhere !== true)?.reason;
}

/** What to do where Secrets of the namespace could not be read. */
export function unreadSecretsRemedy({ snapshot, namespace }: EcosystemFacts): string {
  const told = snapshot.unread.find((entry) => entry.resource === 'secrets' && entry.elsewhere !== true)?.remedy;
  return told ?? `Use an account that may read Secrets: oc auth can-i list secrets -n ${namespace}.`;
}

interface Absent {
  readonly object: string;
  /** `secrets`, `deployments.apps` */
  readonly resource: string;
  /** A sentence without its full stop. */
  readonly consequence: string;
}

/** The message about an object that was not found: it does not exist, unless its kind could not be read. */
export function absence(facts: EcosystemFacts, { object, resource, consequence }: Absent): string {
  const unread = unreadReason(facts, resource);
  return unread === undefined ? `${object} does not exist. ${consequence}` : `${object} could not be read (${unread})`;
}
