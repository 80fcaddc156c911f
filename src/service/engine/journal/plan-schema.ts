import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { describeObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Target } from './journal-names.ts';
import { plannedKinds } from './planned-kinds.ts';

const texts = Type.Record(Type.String(), Type.String());
const optionalText = Type.Optional(Type.String());

/** One object of a kind. The API server validates its other fields. */
const objectOf = (resource: kinds.Resource) =>
  Type.Object({
    apiVersion: Type.Literal(kinds.apiVersionOf(resource)),
    kind: Type.Literal(resource.kind),
    metadata: Type.Object({ name: Type.String(), namespace: Type.String(), labels: Type.Optional(texts) }),
  });

type Held = Static<ReturnType<typeof objectOf>>;

const job = objectOf(kinds.jobs);
const secret = objectOf(kinds.secrets);
const configMap = objectOf(kinds.configMaps);
const anyPlanned = Type.Unsafe<Held>(Type.Union(plannedKinds.map(objectOf)));

/** The fields of a plan that the engine, the report and the rollback read. */
const fields = {
  ecosystem: Type.Object({ namespace: Type.String(), name: Type.String() }),
  attempt: Type.Integer(),
  choices: Type.Object({ database: Type.String() }),
  components: Type.Array(Type.Object({ kind: Type.String(), managed: Type.Boolean(), reason: Type.String() })),
  configDiff: Type.Array(Type.Object({ key: Type.String() })),
  findings: Type.Array(Type.Object({ id: Type.String(), severity: Type.String() })),
  steps: Type.Array(
    Type.Object({ id: Type.String(), title: Type.String(), skipped: optionalText, deadlineSeconds: Type.Number() }),
  ),
  resources: Type.Array(anyPlanned),
  freeze: Type.Object({
    writers: Type.Array(Type.String()),
    detached: Type.Array(
      Type.Object({
        plural: Type.Enum(['deployments', 'persistentvolumeclaims', 'services', 'secrets']),
        name: Type.String(),
      }),
    ),
  }),
  database: Type.Object({
    mode: Type.Enum(['copy', 'in-place']),
    claim: Type.Optional(objectOf(kinds.persistentVolumeClaims)),
    server: Type.Optional(objectOf(kinds.pods)),
    serverService: Type.Optional(objectOf(kinds.services)),
  }),
  registry: Type.Object({
    registry: objectOf(kinds.quayRegistries),
    bundle: secret,
    managedKeys: secret,
    caConfigMaps: Type.Array(configMap),
  }),
  access: Type.Object({ service: optionalText, selector: texts, ingress: optionalText, route: optionalText }),
  work: Type.Object(
    {
      secret,
      upgradeConfig: secret,
      pull: Type.Array(job),
      inspect: job,
      rest: Type.Optional(job),
      firstCopy: Type.Optional(job),
      copy: Type.Optional(job),
      upgrade: job,
      repair: Type.Optional(job),
      check: job,
      volumeCheck: Type.Optional(job),
    },
    { additionalProperties: anyPlanned },
  ),
  quayVersion: Type.String(),
} satisfies Record<keyof MigrationPlan, TSchema>;

const schema = Type.Object(fields);

/**
 * Checks that the value is the plan of one attempt, with objects of known kinds in the namespace of its ecosystem only.
 * The error names the wrong field, not its content.
 */
export function asPlan(value: unknown, target: Target, attempt: number): MigrationPlan {
  if (!Value.Check(schema, value)) {
    const [first] = Value.Errors(schema, value);
    throw new Error(`${first?.instancePath ?? ''}: ${first?.message ?? 'does not match the schema'}`);
  }
  const { ecosystem } = value;
  if (ecosystem.namespace !== target.namespace || ecosystem.name !== target.name || value.attempt !== attempt) {
    throw new Error(`the plan is for attempt ${value.attempt} of ${ecosystem.namespace}/${ecosystem.name}`);
  }
  const outside = objectsOf(value).find(({ metadata }) => metadata.namespace !== target.namespace);
  if (outside !== undefined) throw new Error(`the plan contains ${describeObject(outside)}`);
  // The content of the objects was created by `planMigration`; the API server rejects anything invalid.
  return value as unknown as MigrationPlan;
}

function objectsOf({ resources, database, registry, work }: Static<typeof schema>): readonly Held[] {
  const held = [...resources, ...Object.values(database), ...Object.values(registry), ...Object.values(work)];
  return held.flat().filter((one) => typeof one === 'object');
}
