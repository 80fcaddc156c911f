import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { journalName, labelsOf, migrationLabels } from '../../domain/plan/migration-names.ts';
import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import { secrets } from '../../k8s/resource.ts';
import type { Secret } from '../../k8s/secret.ts';
import { isAlreadyExists } from '../kube/api-error.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Journal, StoredJournal } from './journal.ts';
import { finalizersOf, unprotect } from './journal-protection.ts';

const journalType = 'quay-migration/journal';
const planType = 'quay-migration/journal-part';

/** A Secret holds 1 MiB. */
const partSize = 900 * 1024;

export class UnreadableJournal extends Error {}

/** Journals of one ecosystem, oldest first. */
export async function loadJournals(client: KubeClient, namespace: string, name: string): Promise<StoredJournal[]> {
  const stored = await client.list(secrets, { namespace, labelSelector: `${migrationLabels.ecosystem}=${name}` });
  return stored
    .filter(isJournal)
    .map(openJournal)
    .sort((a, b) => a.journal.attempt - b.journal.attempt);
}

/** Of which ecosystems there are journals, as far as Secrets say so: each is read before anything is done for it. */
export async function listJournaled(
  client: KubeClient,
  watched: readonly string[],
): Promise<readonly { readonly namespace: string; readonly name: string }[]> {
  const places = watched.length === 0 ? [{}] : watched.map((namespace) => ({ namespace }));
  const which = { labelSelector: migrationLabels.ecosystem, fieldSelector: `type=${journalType}` };
  const found = await Promise.all(places.map((place) => client.list(secrets, { ...place, ...which })));
  return found.flat().flatMap(({ metadata }) => {
    const name = metadata.labels?.[migrationLabels.ecosystem];
    return name === undefined ? [] : [{ namespace: metadata.namespace ?? '', name }];
  });
}

export async function createJournal(client: KubeClient, journal: Journal): Promise<StoredJournal> {
  return openJournal(await client.create(secrets, sealJournal(journal)));
}

/**
 * Writes the journal over the version that was read; a conflict means that another leader has taken over. One that was
 * deleted meanwhile goes with the write that ends its attempt, and is stored anew: a later rollback needs it.
 */
export async function saveJournal(client: KubeClient, stored: StoredJournal, journal: Journal): Promise<StoredJournal> {
  const sealed = sealJournal(journal);
  const metadata = { ...sealed.metadata, resourceVersion: stored.resourceVersion, uid: stored.uid };
  const saved = openJournal(await client.replace(secrets, { ...sealed, metadata }));
  return stored.deleting && finalizersOf(journal).length === 0 ? createJournal(client, journal) : saved;
}

/** Stores the plan beside the journal, in as many immutable Secrets as it takes, and tells how to find it again. */
export async function storePlan(
  client: KubeClient,
  journal: Journal,
  plan: MigrationPlan,
): Promise<NonNullable<Journal['plan']>> {
  const bytes = gzipSync(JSON.stringify(plan));
  const digest = createHash('sha256').update(bytes).digest('hex');
  const parts = Math.ceil(bytes.length / partSize);
  for (let part = 0; part < parts; part += 1) {
    const content = bytes.subarray(part * partSize, (part + 1) * partSize).toString('base64');
    await putPart(client, partSecret(journal, part, content));
  }
  return { parts, digest };
}

/** A part of an earlier, unfinished try may be in the way: the plan is not yet named by the journal, so it is replaced. */
async function putPart(client: KubeClient, part: Secret): Promise<void> {
  try {
    await client.create(secrets, part);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    await client.delete(secrets, part.metadata);
    await client.create(secrets, part);
  }
}

export async function loadPlan(client: KubeClient, journal: Journal): Promise<MigrationPlan> {
  if (journal.plan === undefined) throw new UnreadableJournal(`journal ${nameOf(journal)} names no plan`);
  const { namespace } = journal.ecosystem;
  const chunks: Buffer[] = [];
  for (let part = 0; part < journal.plan.parts; part += 1) {
    const secret = await client.get(secrets, partName(journal, part), namespace);
    const content = secret?.data?.plan;
    if (content === undefined) {
      throw new UnreadableJournal(`Secret ${namespace}/${partName(journal, part)} of the journal is missing or empty`);
    }
    chunks.push(Buffer.from(content, 'base64'));
  }
  const bytes = Buffer.concat(chunks);
  if (createHash('sha256').update(bytes).digest('hex') !== journal.plan.digest) {
    throw new UnreadableJournal(`the plan of journal ${namespace}/${nameOf(journal)} was changed by somebody`);
  }
  return JSON.parse(gunzipSync(bytes).toString()) as MigrationPlan;
}

/** Deletes all but the latest `keep` journals of an ecosystem, with their parts. */
export async function pruneJournals(client: KubeClient, stored: readonly StoredJournal[], keep: number): Promise<void> {
  for (const { journal } of stored.slice(0, Math.max(0, stored.length - keep))) {
    await unprotect(client, journal);
    const { namespace } = journal.ecosystem;
    for (let part = 0; part < (journal.plan?.parts ?? 0); part += 1) {
      await client.delete(secrets, { namespace, name: partName(journal, part) });
    }
    await client.delete(secrets, { namespace, name: nameOf(journal) });
  }
}

function nameOf(journal: Journal): string {
  return journalName(journal.ecosystem.name, journal.attempt);
}

/** The journal itself is the first part. */
function partName(journal: Journal, part: number): string {
  return `${nameOf(journal)}-part${part + 2}`;
}

function partSecret(journal: Journal, part: number, content: string): Secret {
  const { namespace, name } = journal.ecosystem;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: partName(journal, part), namespace, labels: labelsOf(name, journal.attempt) },
    type: planType,
    immutable: true,
    data: { plan: content },
  };
}

function sealJournal(journal: Journal): Secret {
  const { namespace, name } = journal.ecosystem;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: nameOf(journal),
      namespace,
      labels: labelsOf(name, journal.attempt),
      finalizers: finalizersOf(journal),
    },
    type: journalType,
    data: { journal: gzipSync(JSON.stringify(journal)).toString('base64') },
  };
}

export function isJournal(secret: Secret): boolean {
  return secret.type === journalType;
}

export function openJournal(secret: Secret): StoredJournal {
  const { namespace = '', name, resourceVersion = '', uid = '' } = secret.metadata;
  try {
    const journal = JSON.parse(gunzipSync(Buffer.from(secret.data?.journal ?? '', 'base64')).toString()) as Journal;
    return { journal, resourceVersion, uid, deleting: secret.metadata.deletionTimestamp !== undefined };
  } catch (error) {
    throw new UnreadableJournal(
      `Secret ${namespace}/${name}: data[journal] is no journal of this product (${String(error)}). ` +
        'Restore it from a backup, or take its finalizers off and delete it when no migration of this ecosystem is under way.',
    );
  }
}
