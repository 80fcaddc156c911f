import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Progress } from '../../../contract/progress.ts';
import { Proof } from '../../../contract/proof.ts';
import { SourceReport, UpgradeReport } from '../../../contract/source-report.ts';
import { stepIds } from '../../../contract/steps.ts';
import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Target } from './journal-names.ts';
import { journalVersion } from './journal-version.ts';
import { type Journal, originalKey, rollbackIds } from './journal.ts';
import { plannedKinds } from './planned-kinds.ts';

/** Limits of a journal, in characters and entries. Writes are truncated to them, so that they pass the check when read. */
export const limits = {
  word: 300,
  /** Maximum characters of the annotation quay-migration/request. */
  request: 253,
  requests: 100,
  message: 4000,
  cause: 16_000,
  requestedBy: 1024,
  /** Maximum characters of a condition message. */
  blocked: 32_768,
  findings: 100,
  findingText: 2000,
  /** Of all findings together: rejected attempts must not fill the namespace of the journals. */
  findingsText: 60_000,
  acknowledged: 200,
} as const;

const text = (maxLength: number) => Type.String({ maxLength });
const word = text(limits.word);
const message = text(limits.message);

const step = Type.Object({
  state: Type.Enum(['running', 'done', 'skipped', 'failed']),
  startedAt: word,
  finishedAt: Type.Optional(word),
  message,
  refused: Type.Optional(Type.Object({ write: message, since: word })),
});

const finding = Type.Object({
  id: word,
  severity: Type.Enum(['blocker', 'warning', 'info']),
  object: text(limits.findingText),
  field: text(limits.findingText),
  message: text(limits.findingText),
  remedy: text(limits.findingText),
});

const choices = Type.Object({
  acknowledged: Type.Array(word, { maxItems: limits.acknowledged }),
  database: Type.Enum(['copy', 'unmanaged']),
  copyBeforeFreeze: Type.Boolean(),
  access: Type.Enum(['keep-service', 'new-service']),
});

/** The fields that are read of a restored object. */
const kept = Type.Object({
  apiVersion: word,
  kind: word,
  metadata: Type.Object({
    name: word,
    namespace: word,
    labels: Type.Optional(Type.Record(Type.String(), Type.String())),
    annotations: Type.Optional(Type.Record(Type.String(), Type.String())),
    finalizers: Type.Optional(Type.Array(Type.String())),
    ownerReferences: Type.Optional(
      Type.Array(
        Type.Object({ apiVersion: Type.String(), kind: Type.String(), name: Type.String(), uid: Type.String() }),
      ),
    ),
  }),
});

const recordsOf = <Id extends string>(ids: readonly Id[]) =>
  Type.Partial(Type.Object(Object.fromEntries(ids.map((id) => [id, step])) as Record<Id, typeof step>));

const fields = {
  schemaVersion: Type.Literal(journalVersion),
  installation: word,
  attempt: Type.Integer({ minimum: 1 }),
  request: text(limits.request),
  requests: Type.Array(text(limits.request), { maxItems: limits.requests }),
  requestedBy: text(limits.requestedBy),
  ecosystem: Type.Object({ namespace: word, name: word, uid: word }),
  startedAt: word,
  finishedAt: Type.Optional(word),
  ecosystemGoneSince: Type.Optional(word),
  phase: Type.Enum(['running', 'refused', 'holding', 'rolling-back', 'rolled-back', 'done']),
  cause: text(limits.cause),
  remedy: text(limits.cause),
  failedStep: Type.Optional(Type.Enum([...stepIds])),
  choices,
  findings: Type.Array(finding, { maxItems: limits.findings }),
  steps: recordsOf(stepIds),
  rollback: recordsOf(rollbackIds),
  originals: Type.Record(Type.String(), kept, { maxProperties: 100 }),
  created: Type.Record(Type.String(), Type.Object({ uid: Type.Optional(word) }), { maxProperties: 200 }),
  registryRan: Type.Boolean(),
  readySince: Type.Optional(word),
  blocked: Type.Optional(Type.Object({ message: text(limits.blocked), since: word, count: Type.Integer() })),
  retries: Type.Integer(),
  restartCopy: Type.Optional(Type.Boolean()),
  source: Type.Optional(SourceReport),
  progress: Type.Optional(Progress),
  proof: Type.Optional(Proof),
  upgrade: Type.Optional(UpgradeReport),
  upgradeRepeats: Type.Optional(Type.Integer()),
  upgradeRepair: Type.Optional(Type.Enum(['clearing', 'running', 'done'])),
  upgradeFailure: Type.Optional(message),
  inspectAgain: Type.Optional(Type.Boolean()),
  databaseUntouched: Type.Optional(Type.Boolean()),
  volumeClean: Type.Optional(Type.Boolean()),
  endpoint: Type.Optional(text(limits.message)),
  plan: Type.Optional(
    Type.Object({
      parts: Type.Integer({ minimum: 1, maximum: 8 }),
      digest: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    }),
  ),
} satisfies Record<keyof Journal, TSchema>;

const schema = Type.Object(fields);

/** The kinds of originals: objects that the engine changes and restores. */
const originalKinds: readonly kinds.Resource[] = [
  kinds.quayEcosystems,
  kinds.deployments,
  kinds.persistentVolumeClaims,
  kinds.services,
  kinds.secrets,
  kinds.routes,
  kinds.ingresses,
];

/** Checks that the value is a journal of this ecosystem. The error names the wrong field, not its content. */
export function asJournal(value: unknown, target: Target): Journal {
  if (!Value.Check(schema, value)) {
    const [first] = Value.Errors(schema, value);
    throw new Error(`${first?.instancePath ?? ''}: ${first?.message ?? 'does not match the schema'}`);
  }
  assertOf(value, target);
  return value;
}

function assertOf(journal: Static<typeof schema>, { namespace, name }: Target): void {
  const said = journal.ecosystem;
  if (said.namespace !== namespace || said.name !== name) {
    throw new Error(`/ecosystem: is ${said.namespace}/${said.name} instead of ${namespace}/${name}`);
  }
  for (const [key, original] of Object.entries(journal.originals)) assertOriginal(key, original, namespace);
  for (const key of Object.keys(journal.created)) {
    const [plural = '', ...rest] = key.split('/');
    const known = plannedKinds.some((kind) => kind.plural === plural);
    if (!known || rest.length !== 1) throw new Error(`/created/${key}: is not a kind that a migration creates`);
  }
}

/** An original must have the kind, name and namespace that its key says. */
function assertOriginal(key: string, original: KubernetesObject, namespace: string): void {
  const { apiVersion, kind, metadata } = original;
  const resource = originalKinds.find((one) => one.kind === kind && kinds.apiVersionOf(one) === apiVersion);
  const same = resource !== undefined && originalKey(resource, metadata.name) === key;
  if (same && metadata.namespace === namespace) return;
  throw new Error(
    `/originals/${key}: is ${describeObject(original)}, which a migration in namespace ${namespace} does not record`,
  );
}
