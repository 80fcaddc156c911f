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
  /** The same cluster, read only as the plan's context wants it. */
  readonly workerImage: string;
  readonly imagePullSecrets: readonly string[];
  /** Where operators are looked for; everywhere unless told. */
  readonly operatorPlaces?: OperatorPlaces;
  /** What preflight reads by: not older than the request, and maybe shared with other ecosystems. */
  readonly preflightReads?: Pick<Reach, 'client' | 'facts'>;
}

/**
 * One attempt as its steps see it: the cluster, the journal and the plan. Everything is written to the journal before
 * it is done, so that whoever comes after a crash knows what to look for.
 */
export class Attempt {
  /** Reaches the namespace of the ecosystem, and the kinds of a plan. */
  readonly client: KubeClient;
  readonly facts: ClusterFacts;
  readonly journals: EcosystemJournals;
  /** As the controller was told, never as a journal says. */
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

  /** Milliseconds of a wait of so many seconds. */
  scaled(seconds: number): number {
    return seconds * 1000 * this.settings.waitScale;
  }

  /**
   * Milliseconds of a deadline. Tests scale waits down, but work takes as long as it takes: a deadline never shrinks
   * below a tenth.
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
   * The object as it is in the cluster, made if it is not there. An object of that name that this attempt did not make
   * fails the step: it is never taken over.
   */
  async ensureCreated<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<T> {
    const found = await this.client.get(resource, object.metadata.name, this.namespace);
    if (found !== undefined) return this.#ours(resource, found);
    const key = originalKey(resource, object.metadata.name);
    // Also where an earlier one of ours is gone: its uid must not stand against the next.
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
        `${describeObject(found)} exists and was not made by this migration`,
        `Look at it; if nobody needs it, delete it and ask again: oc delete ${resource.plural} ${found.metadata.name} -n ${this.namespace}`,
      );
    }
    if (recorded.uid === undefined && found.metadata.uid !== undefined) {
      await this.update({ created: { ...this.journal.created, [key]: { uid: found.metadata.uid } } });
    }
    return found;
  }

  /** Records the object as it is now, unless an earlier look has. Secrets go without their data: it is never changed. */
  async recordOriginal(resource: Resource, object: KubernetesObject): Promise<void> {
    const key = originalKey(resource, object.metadata.name);
    if (key in this.journal.originals) return;
    const { data: _data, ...kept } = object as KubernetesObject & { data?: unknown };
    const original: KubernetesObject = resource.kind === secrets.kind ? kept : object;
    await this.update({ originals: { ...this.journal.originals, [key]: original } });
  }

  original<T extends KubernetesObject>(resource: Resource<T>, name: string): T | undefined {
    return this.journal.originals[originalKey(resource, name)] as T | undefined;
  }

  /** Changes an object whose original is journaled first; the patch applies only to the version that was looked at. */
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

  /** Lets an object of that name be made once more: the one that was recorded is gone. */
  async forgetCreated(resource: Resource, name: string): Promise<void> {
    const { [originalKey(resource, name)]: _gone, ...created } = this.journal.created;
    await this.update({ created });
  }

  /** Deletes an object of this attempt, and only it. True when it is gone. */
  async removeCreated(resource: Resource, name: string): Promise<boolean> {
    const recorded = this.journal.created[originalKey(resource, name)];
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
