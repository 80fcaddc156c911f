import { stringify } from 'yaml';
import { type Choices, choiceAnnotations } from '../../contract/choices.ts';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import { readChoices } from '../../domain/choices.ts';
import { readFacts } from '../../domain/ecosystem/read-facts.ts';
import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import { planMigration } from '../../domain/plan/plan-migration.ts';
import { secretsOfPreview } from '../../domain/registry/generated-secrets.ts';
import { decodeBase64 } from '../../domain/config/base64.ts';
import { hideSecrets } from '../../domain/redaction/hide-secrets.ts';
import { isSecret } from '../../k8s/secret.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { quayEcosystems } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ClusterFacts } from '../kube/snapshot/cluster-facts.ts';
import { type OperatorPlaces, readSnapshot } from '../kube/snapshot/read-snapshot.ts';
import { mayRequest, notFound, readEcosystem } from './caller-access.ts';
import type { StatusReader, Target } from './read-status.ts';
import { Rejection } from './rejection.ts';

export interface PreviewRequest {
  readonly namespace: string;
  readonly name: string;
  /** Undefined choices come from the annotations of the QuayEcosystem. */
  readonly choices: Partial<Choices>;
}

export interface PlanSources {
  readonly caller: KubeClient;
  readonly facts: ClusterFacts;
  readonly reader: StatusReader;
  /** Where to look for operators. */
  readonly operatorPlaces: OperatorPlaces;
  /** The image of the database worker. */
  readonly workerImage: string;
}

/**
 * The plan for the caller: the namespace is read with the caller's token; cluster facts (operators, storage classes),
 * which are not secret, with the service's rights, so that an administrator of one namespace sees the plan that will
 * run. Throws a Refusal that names what the caller may not read.
 */
export async function planFor(
  { caller, facts: clusterFacts, reader, operatorPlaces: operators, workerImage }: PlanSources,
  { namespace, name, choices }: PreviewRequest,
  now: Date,
): Promise<{ readonly plan: MigrationPlan; readonly ecosystem: QuayEcosystem }> {
  const target = { namespace, name };
  await readEcosystem(caller, target);
  const journaledUids = await uidsMade(reader, target);
  const reviewer = clusterFacts;
  const read = await readSnapshot(caller, target, now, { journaledUids, clusterFacts, reviewer, operators });
  rejectUnread(read);
  const snapshot = withAnnotations(read, choiceAnnotations(choices));
  const facts = readFacts(snapshot);
  if (facts.ecosystem === undefined) throw notFound(target);
  const planned = planMigration(facts, readChoices(facts.ecosystem.metadata.annotations ?? {}).choices, {
    attempt: 1,
    generated: secretsOfPreview,
    workerImage,
    imagePullSecrets: [],
  });
  return { plan: planned, ecosystem: facts.ecosystem };
}

async function uidsMade(reader: StatusReader, target: Target): Promise<readonly string[]> {
  const made = (await reader.journals(target)).flatMap(({ created }) => Object.values(created));
  return made.flatMap(({ uid }) => (uid === undefined ? [] : [uid]));
}

/** An incomplete plan would be wrong, so it is rejected with the resources that the caller may not read. */
function rejectUnread({ unread, namespace }: Snapshot): void {
  const denied = unread.filter((one) => one.elsewhere !== true && one.denied === true);
  if (denied.length === 0) return;
  const kinds = denied.map(({ resource }) => resource);
  throw new Rejection(
    403,
    'Forbidden',
    `To see the plan, you need permission to list ${kinds.join(', ')} in namespace ${namespace}. ` +
      'Ask an administrator of the namespace to grant it.',
    denied.map(({ resource, reason }) => ({ field: resource, reason: 'Forbidden', message: reason })),
  );
}

function withAnnotations(snapshot: Snapshot, annotations: Readonly<Record<string, string>>): Snapshot {
  const chosen = (object: KubernetesObject): KubernetesObject =>
    object.kind === quayEcosystems.kind && object.metadata.name === snapshot.name
      ? {
          ...object,
          metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...annotations } },
        }
      : object;
  return { ...snapshot, objects: snapshot.objects.map(chosen) };
}

/** The plan for the console, without secrets. */
export async function showPlan(plan: MigrationPlan, caller: KubeClient, now: Date): Promise<PlanPreview> {
  const { ecosystem, choices, components, findings, steps, resources, configDiff } = plan;
  return {
    schemaVersion: 1,
    ecosystem: { namespace: ecosystem.namespace, name: ecosystem.name },
    readAt: now.toISOString(),
    choices: { database: choices.database, copyBeforeFreeze: choices.copyBeforeFreeze },
    components: components.map(({ kind, managed, reason }) => ({ kind, managed, reason })),
    findings: [...findings],
    configChanges: configDiff.flatMap(({ key, change, before, after, reason }) =>
      change === 'kept'
        ? []
        : [
            {
              key,
              change: change === 'set' ? ('changed' as const) : change,
              reason,
              ...(before !== undefined && { before }),
              ...(after !== undefined && { after }),
            },
          ],
    ),
    steps: steps.map(({ id, title, skipped, deadlineSeconds }) => ({
      id,
      title,
      deadlineSeconds,
      ...(skipped !== undefined && { skipped }),
    })),
    resources: resources.map((object) => ({
      kind: object.kind,
      name: object.metadata.name,
      yaml: stringify(readable(hideSecrets(object)), { lineWidth: 0 }),
    })),
    databaseMode: plan.database.mode,
    quayVersion: plan.quayVersion,
    start: await mayRequest(caller, ecosystem),
  };
}

/** The entries of a Secret as text, so that config.yaml is readable; hidden values are not encoded. */
function readable(object: KubernetesObject): unknown {
  if (!isSecret(object) || object.data === undefined) return object;
  const { data, ...rest } = object;
  const shown = Object.entries(data).map(([file, value]) => [
    file,
    file === 'config.yaml' ? decodeBase64(value) : value,
  ]);
  return { ...rest, stringData: Object.fromEntries(shown) as Record<string, string> };
}
