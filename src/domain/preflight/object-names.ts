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

/** The line that opens config.yaml for a person; the operator of the old registry no longer overwrites it. */
export function editConfig({ namespace }: Place): string {
  return (
    `oc extract secret/${configSecretName} -n ${namespace} --keys=config.yaml, change the file, then ` +
    `oc set data secret/${configSecretName} -n ${namespace} --from-file=config.yaml`
  );
}

export function editEcosystem({ namespace, name }: Place): string {
  return `oc edit quayecosystem ${name} -n ${namespace}`;
}

/** The reason when the reader may not, or the dump does not, show a kind: then nothing is known to be missing. */
export function unreadReason(facts: EcosystemFacts, resource: string): string | undefined {
  return facts.snapshot.unread.find((entry) => entry.resource === resource && entry.elsewhere !== true)?.reason;
}

/** What to do where Secrets of the namespace could not be read. */
export function unreadSecretsRemedy({ snapshot, namespace }: EcosystemFacts): string {
  const told = snapshot.unread.find((entry) => entry.resource === 'secrets' && entry.elsewhere !== true)?.remedy;
  return told ?? `Use an account that may read Secrets: oc auth can-i list secrets -n ${namespace}.`;
}

/** What to say of an object that was not found: that it does not exist, unless nobody could look. */
export function absence(facts: EcosystemFacts, resource: string, consequence: string): string {
  const unread = unreadReason(facts, resource);
  return unread === undefined ? `does not exist: ${consequence}` : `could not be read (${unread})`;
}
