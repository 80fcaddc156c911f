import { migrationLabels } from '../../../domain/migration-names.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import { type Resource, secrets } from '../../../k8s/resource.ts';
import { isAlreadyExists } from '../../kube/api-error.ts';
import type { KubeClient, PatchType } from '../../kube/client.ts';
import type { ClusterFacts } from '../../kube/snapshot/cluster-facts.ts';
import { namingClient } from '../../kube/wrapped/naming-client.ts';
import type { OperatorPlaces } from '../../kube/snapshot/read-snapshot.ts';
import { type Journal, type StoredJournal, originalKey } from '../journal/journal.ts';
import type { EcosystemJournals } from '../journal/journal-store.ts';
import type { Reach } from '../journal/reach.ts';
import { StepFailure } from './step-outcome.ts';

export interface AttemptSettings {
  /** Multiplies every wait: 1 in production. */
  readonly waitScale: number;
  readonly workerImage: string;
  readonly imagePullSecrets: readonly string[];
  /** Where to look for operators; everywhere by default. */
  readonly operatorPlaces?: OperatorPlaces;
  /** The reader for preflight: not older than the request, and possibly shared with other ecosystems. */
  readonly preflightReads?: Pick<Reach, 'client' | 'facts'>;
}

/**
 * One attempt as its steps see it: the cluster, the journal and the plan. Every change is written to the journal before
 * it is made, so that the next leader knows after a crash what to look for.
 */
export class Attempt {
  /** Reaches the namespace of the ecosystem, and the kinds of a plan. */
  readonly client: KubeClient;
  readonly facts: ClusterFacts;
  readonly journals: EcosystemJournals;
  /** From the controller, never from a journal. */
  readonly namespace: string;
  readonly name: string;
  readonly settings: AttemptSettings;
  #stored: StoredJournal;
  #plan: MigrationPlan | undefined;

  constructor({ client, facts, journals, target }: Reach, stored: StoredJournal, settings: AttemptSettings) {
    this.client = namingClient(client);
    this.facts = facts;
    this.journals = journals;
    this.namespace = target.namespace;
    this.name = target.name;
    this.settings = settings;
    this.#stored = stored;
  }

  get journal(): Journal {
    return this.#stored.journal;
  }

  async plan(): Promise<MigrationPlan> {
    this.#plan ??= await this.journals.loadPlan(this.journal);
    return this.#plan;
  }

  now(): string {
    return new Date().toISOString();
  }

  /** Milliseconds of a wait of `seconds`. */
  scaled(seconds: number): number {
    return seconds * 1000 * this.settings.waitScale;
  }

  /**
   * Milliseconds of a deadline of `seconds`. Tests scale waits down, but not the work itself, so a deadline never
   * shrinks below a tenth.
   */
  deadline(seconds: number): number {
    return seconds * 1000 * Math.max(this.settings.waitScale, 0.1);
  }

  update(change: Partial<Journal>): Promise<void> {
    return this.replaceJournal({ ...this.journal, ...change });
  }

  async replaceJournal(journal: Journal): Promise<void> {
    this.#stored = await this.journals.save(this.#stored, journal);
  }

  /**
   * The object as it is in the cluster, created if it does not exist. Fails the step when an object of that name was not
   * created by this attempt: it is never adopted.
   */
  async ensureCreated<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<T> {
    const found = await this.client.get(resource, object.metadata.name, this.namespace);
    if (found !== undefined) return this.#ours(resource, found);
    const key = originalKey(resource, object.metadata.name);
    // Also when our earlier object was deleted: its uid must not disqualify the next one.
    if (this.journal.created[key]?.uid !== undefined || !(key in this.journal.created)) {
      await this.update({ created: { ...this.journal.created, [key]: {} } });
    }
    try {
      return await this.#ours(resource, await this.client.create(resource, object));
    } catch (error) {
      if (isAlreadyExists(error)) return this.ensureCreated(resource, object);
      throw error;
    }
  }

  async #ours<T extends KubernetesObject>(resource: Resource<T>, found: T): Promise<T> {
    const key = originalKey(resource, found.metadata.name);
    const recorded = this.journal.created[key];
    const attempt = found.metadata.labels?.[migrationLabels.attempt];
    const ours = recorded !== undefined && attempt === String(this.journal.attempt);
    if (!ours || (recorded.uid !== undefined && recorded.uid !== found.metadata.uid)) {
      throw new StepFailure(
        `${describeObject(found)} exists and was not created by this migration`,
        `Check whether the object is still needed. If it is not, delete it, then request the migration again: oc delete ${resource.plural} ${found.metadata.name} -n ${this.namespace}`,
      );
    }
    if (recorded.uid === undefined && found.metadata.uid !== undefined) {
      await this.update({ created: { ...this.journal.created, [key]: { uid: found.metadata.uid } } });
    }
    return found;
  }

  /** Records the object as it is now, unless that was done before. Secrets without their data, which is never changed. */
  async recordOriginal(resource: Resource, object: KubernetesObject): Promise<void> {
    const key = originalKey(resource, object.metadata.name);
    if (key in this.journal.originals) return;
    const { data: _data, ...kept } = object as KubernetesObject & { data?: unknown };
    const original: KubernetesObject = resource.kind === secrets.kind ? kept : object;
    await this.update({ originals: { ...this.journal.originals, [key]: original } });
  }

  /** What the journal knows of an object that this attempt creates: its uid, once it was seen. */
  created(resource: Resource, name: string): { readonly uid?: string } | undefined {
    return this.journal.created[originalKey(resource, name)];
  }

  /** Whether this attempt has created the object, or was about to. */
  hasCreated(resource: Resource, name: string): boolean {
    return this.created(resource, name) !== undefined;
  }

  original<T extends KubernetesObject>(resource: Resource<T>, name: string): T | undefined {
    return this.journal.originals[originalKey(resource, name)] as T | undefined;
  }

  /** Journals the original of the object, then patches it; the patch applies only to the version that was read. */
  async change<T extends KubernetesObject>(
    resource: Resource<T>,
    object: T,
    patch: { readonly type: PatchType; readonly body: Readonly<Record<string, unknown>> },
  ): Promise<T> {
    await this.recordOriginal(resource, object);
    const { name, resourceVersion } = object.metadata;
    const metadata = { ...(patch.body.metadata as object | undefined), resourceVersion };
    const body = { ...patch.body, metadata };
    return this.client.patch(resource, { namespace: this.namespace, name }, { type: patch.type, body });
  }

  /** Allows another object of that name to be created: the recorded one was deleted. */
  async forgetCreated(resource: Resource, name: string): Promise<void> {
    const { [originalKey(resource, name)]: _gone, ...created } = this.journal.created;
    await this.update({ created });
  }

  /** Deletes an object that this attempt created. True when it is gone. */
  async removeCreated(resource: Resource, name: string): Promise<boolean> {
    const recorded = this.created(resource, name);
    if (recorded === undefined) return true;
    const found = await this.client.get(resource, name, this.namespace);
    if (found === undefined) return true;
    const uid = found.metadata.uid;
    const another = recorded.uid !== undefined && recorded.uid !== uid;
    if (another || found.metadata.labels?.[migrationLabels.attempt] !== String(this.journal.attempt)) return true;
    if (found.metadata.deletionTimestamp === undefined) {
      await this.client.delete(resource, found.metadata, { ...(uid !== undefined && { uid }) });
    }
    return false;
  }
}
