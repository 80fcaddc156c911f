import { createHash } from 'node:crypto';
import { migrationLabels } from '../../../domain/migration-names.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { secrets } from '../../../k8s/resource.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { isAlreadyExists } from '../../kube/api-error.ts';
import { boundClient } from '../../kube/wrapped/bound-client.ts';
import type { KubeClient } from '../../kube/client.ts';
import { namingClient } from '../../kube/wrapped/naming-client.ts';
import type { Journal, StoredJournal } from './journal.ts';
import { withinLimits } from './journal-limits.ts';
import {
  type Target,
  ecosystemId,
  journalLabels,
  journalMetadata,
  journalName,
  journalType,
  partName,
  planType,
  targetOf,
} from './journal-names.ts';
import { finalizersOf, journalFinalizer } from './journal-protection.ts';
import { asJournal } from './journal-schema.ts';
import { NewerJournal, inCurrentVersion } from './journal-version.ts';
import { entryOf, packJson, unpackJson } from './packed-json.ts';
import { asPlan } from './plan-schema.ts';

/** A Secret holds 1 MiB. */
const partSize = 900 * 1024;

/** Unpacked, in bytes: the originals of a journal are objects of at most 1.5 MiB each. */
const longestJournal = 16 * 1024 * 1024;
const longestPlan = 32 * 1024 * 1024;

/** A Secret in the service's own namespace is not a valid migration journal, or not that of its name. */
export class UnreadableJournal extends Error {}

/** A journal's Secret by its metadata. */
export interface JournalSecret {
  readonly name: string;
  /** Undefined when name and annotations do not match. */
  readonly target: Target | undefined;
  readonly installation: string;
  /** Its attempt is not over. */
  readonly protected: boolean;
}

/**
 * The journals of all ecosystems: Secrets in the service's own namespace, where no tenant can write. Its client reaches
 * Secrets of that namespace and nothing else.
 */
export class JournalStore {
  readonly namespace: string;
  readonly #client: KubeClient;

  constructor(client: KubeClient, namespace: string) {
    this.namespace = namespace;
    this.#client = namingClient(boundClient(client, { namespace, kinds: [secrets] }));
  }

  of(target: Target): EcosystemJournals {
    return new EcosystemJournals(this.#client, this.namespace, target);
  }

  /** All journals by their metadata: none is opened, so an unreadable one does not affect the others. */
  async list(): Promise<readonly JournalSecret[]> {
    const { namespace } = this;
    const selection = { namespace, fieldSelector: `type=${journalType}`, metadataOnly: true };
    return (await this.#client.list(secrets, selection)).map(({ metadata }) => ({
      name: metadata.name,
      target: targetOf(metadata),
      installation: metadata.labels?.[journalLabels.installation] ?? '',
      protected: metadata.finalizers?.includes(journalFinalizer) === true,
    }));
  }

  /** Allows the deletion of a journal before its attempt is over. */
  async unprotect(name: string): Promise<void> {
    const secret = await this.#client.get(secrets, name, this.namespace);
    const finalizers = secret?.metadata.finalizers ?? [];
    if (secret === undefined || !finalizers.includes(journalFinalizer)) return;
    const kept = finalizers.filter((finalizer) => finalizer !== journalFinalizer);
    await this.#client.replace(secrets, { ...secret, metadata: { ...secret.metadata, finalizers: kept } });
  }
}

/** The journals of one ecosystem. Every read checks that it is a journal of this ecosystem. */
export class EcosystemJournals {
  readonly target: Target;
  readonly namespace: string;
  readonly #client: KubeClient;

  constructor(client: KubeClient, namespace: string, target: Target) {
    this.#client = client;
    this.namespace = namespace;
    this.target = target;
  }

  /** Oldest first. Throws UnreadableJournal. */
  async list(): Promise<StoredJournal[]> {
    const found = await this.#client.list(secrets, {
      namespace: this.namespace,
      labelSelector: `${journalLabels.ecosystemId}=${ecosystemId(this.target)}`,
      fieldSelector: `type=${journalType}`,
    });
    return found.map((secret) => this.#open(secret)).sort((a, b) => a.journal.attempt - b.journal.attempt);
  }

  async create(journal: Journal): Promise<StoredJournal> {
    return this.#open(await this.#client.create(secrets, this.#seal(journal)));
  }

  /**
   * Replaces the version that was read; a conflict means that another leader has taken over. When the journal is being
   * deleted, the write that ends its attempt completes the deletion; it is then created again for a later rollback.
   */
  async save(stored: StoredJournal, journal: Journal): Promise<StoredJournal> {
    const sealed = this.#seal(journal);
    const metadata = { ...sealed.metadata, resourceVersion: stored.resourceVersion, uid: stored.uid };
    const saved = this.#open(await this.#client.replace(secrets, { ...sealed, metadata }));
    return stored.deleting && finalizersOf(journal).length === 0 ? this.create(journal) : saved;
  }

  /** Stores the plan in immutable Secrets next to the journal, and returns the reference to it. */
  async storePlan(journal: Journal, plan: MigrationPlan): Promise<NonNullable<Journal['plan']>> {
    const bytes = packJson(plan, longestPlan);
    const digest = createHash('sha256').update(bytes).digest('hex');
    const parts = Math.ceil(bytes.length / partSize);
    for (let part = 0; part < parts; part += 1) {
      const content = bytes.subarray(part * partSize, (part + 1) * partSize).toString('base64');
      await this.#putPart(this.#part(journal, part, content));
    }
    return { parts, digest };
  }

  async loadPlan({ attempt, plan }: Journal): Promise<MigrationPlan> {
    if (plan === undefined) throw new UnreadableJournal(`Secret ${this.#path(attempt)} does not refer to a plan`);
    const chunks: Buffer[] = [];
    for (let part = 0; part < plan.parts; part += 1) {
      const name = partName(this.target, attempt, part);
      const secret = await this.#client.get(secrets, name, this.namespace);
      chunks.push(this.#read(name, () => entryOf(secret?.data, 'plan')));
    }
    const bytes = Buffer.concat(chunks);
    if (createHash('sha256').update(bytes).digest('hex') !== plan.digest) {
      throw new UnreadableJournal(`the plan of Secret ${this.#path(attempt)} was edited: its digest does not match`);
    }
    const name = partName(this.target, attempt, 0);
    return this.#read(name, () => asPlan(unpackJson(bytes, longestPlan), this.target, attempt));
  }

  /** Deletes the journal of an attempt with its parts, whatever its phase. */
  async remove({ journal, resourceVersion, uid }: StoredJournal): Promise<void> {
    const { namespace } = this;
    for (let part = 0; part < (journal.plan?.parts ?? 0); part += 1) {
      await this.#client.delete(secrets, { namespace, name: partName(this.target, journal.attempt, part) });
    }
    const name = journalName(this.target, journal.attempt);
    if (finalizersOf(journal).length > 0) {
      const sealed = this.#seal(journal);
      const metadata = { ...sealed.metadata, finalizers: [], resourceVersion, uid };
      await this.#client.replace(secrets, { ...sealed, metadata });
    }
    await this.#client.delete(secrets, { namespace, name }, { uid });
  }

  /** Replaces a part that an interrupted earlier write left: the journal does not refer to it yet. */
  async #putPart(part: Secret): Promise<void> {
    try {
      await this.#client.create(secrets, part);
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      await this.#client.delete(secrets, part.metadata);
      await this.#client.create(secrets, part);
    }
  }

  #part(journal: Journal, part: number, content: string): Secret {
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: partName(this.target, journal.attempt, part),
        namespace: this.namespace,
        ...journalMetadata(this.target, journal),
      },
      type: planType,
      immutable: true,
      data: { plan: content },
    };
  }

  /** Checks before writing that the journal can be read again: otherwise the error would appear only when it is needed. */
  #seal(journal: Journal): Secret {
    const kept = asJournal(withinLimits(journal), this.target);
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: journalName(this.target, kept.attempt),
        namespace: this.namespace,
        ...journalMetadata(this.target, kept),
        finalizers: finalizersOf(kept),
      },
      type: journalType,
      data: { journal: packJson(kept, longestJournal).toString('base64') },
    };
  }

  #open(secret: Secret): StoredJournal {
    const { name, labels, resourceVersion = '', uid = '', deletionTimestamp } = secret.metadata;
    const journal = this.#read(name, () => {
      const opened = asJournal(
        inCurrentVersion(unpackJson(entryOf(secret.data, 'journal'), longestJournal)),
        this.target,
      );
      const said = targetOf(secret.metadata);
      const agrees =
        said?.namespace === this.target.namespace &&
        said.name === this.target.name &&
        labels?.[migrationLabels.attempt] === String(opened.attempt) &&
        labels[journalLabels.installation] === opened.installation;
      if (!agrees) throw new Error('its attempt or installation does not match its name and labels');
      return opened;
    });
    return { journal, resourceVersion, uid, deleting: deletionTimestamp !== undefined };
  }

  #read<T>(name: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw new UnreadableJournal(unreadable(this.namespace, name, error));
    }
  }

  #path(attempt: number): string {
    return `${this.namespace}/${journalName(this.target, attempt)}`;
  }
}

function unreadable(namespace: string, name: string, error: unknown): string {
  if (error instanceof NewerJournal) {
    return (
      `Secret ${namespace}/${name} was written by a newer release of the migration service (${error.message}), so this ` +
      'migration does not continue and nothing is changed. Install that release or a later one.'
    );
  }
  return (
    `Secret ${namespace}/${name} is not a valid migration journal (${error instanceof Error ? error.message : String(error)}), so this ` +
    'migration does not continue. Restore the Secret from a backup. If no migration of this QuayEcosystem is running, ' +
    `remove the finalizers of the Secret and delete it instead: oc delete secret ${name} -n ${namespace}`
  );
}
