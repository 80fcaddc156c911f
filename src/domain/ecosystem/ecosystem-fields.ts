import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { quantityBytes } from './quantity.ts';
import { type FieldShape, checkFields, isMapping } from './check-fields.ts';
import type { FieldProblem } from './facts.ts';

export const accessTypes = ['Route', 'LoadBalancer', 'NodePort', 'Ingress'] as const;
export const terminations = ['passthrough', 'edge', 'reencrypt', 'none'] as const;

const text: FieldShape = { type: 'string' };
const number: FieldShape = { type: 'number' };
const flag: FieldShape = { type: 'boolean' };
const anything: FieldShape = { type: 'mapping', fields: {} };

function mapping(fields: Readonly<Record<string, FieldShape>>): FieldShape {
  return { type: 'mapping', fields };
}

function list(items: FieldShape): FieldShape {
  return { type: 'list', items };
}

const quantity: FieldShape = {
  type: 'string',
  format: { words: 'a quantity such as 50Gi', accepts: (value) => quantityBytes(value) !== undefined },
};

const environment = list(mapping({ name: text, value: text, valueFrom: anything }));

const database = mapping({
  server: text,
  image: text,
  volumeSize: quantity,
  storageClass: text,
  credentialsSecretName: text,
});

const configFiles = list(
  mapping({ secretName: text, type: text, files: list(mapping({ key: text, filename: text, type: text })) }),
);

/** The fields of v1alpha1 that decide something here, with the types that operators 1.0 to 3.8 gave them. */
const spec = mapping({
  quay: mapping({
    image: text,
    imagePullSecretName: text,
    replicas: number,
    superusers: list(text),
    migrationPhase: text,
    skipSetup: flag,
    enableRepoMirroring: flag,
    mirrorReplicas: number,
    repoMirrorTLSVerify: flag,
    repoMirrorServerHostname: text,
    enableStorageReplication: flag,
    database,
    registryBackends: list(mapping({ name: text, local: anything })),
    registryStorage: anything,
    externalAccess: mapping({
      type: { type: 'string', oneOf: accessTypes },
      hostname: text,
      nodePort: number,
      tls: mapping({ termination: { type: 'string', oneOf: terminations }, secretName: text }),
    }),
    sslCertificatesSecretName: text,
    configFiles,
    envVars: environment,
    repoMirrorEnvVars: environment,
    resources: anything,
    repoMirrorResources: anything,
    nodeSelector: { type: 'strings' },
  }),
  redis: mapping({ hostname: text, port: number, credentialsSecretName: text }),
  clair: mapping({ enabled: flag, database }),
});

const status = mapping({ hostname: text, setupComplete: flag, conditions: list(anything) });

/** What the legacy operator writes back into every QuayEcosystem; hand-made and GitOps ones may lack it. */
const alwaysWritten = [
  ['quay'],
  ['quay', 'database'],
  ['quay', 'externalAccess'],
  ['quay', 'externalAccess', 'tls'],
  ['redis'],
] as const;

/** The QuayEcosystem without the fields of a wrong type, and what is wrong. Never throws, whatever the JSON is. */
export function checkEcosystem(ecosystem: QuayEcosystem): {
  readonly ecosystem: QuayEcosystem;
  readonly problems: readonly FieldProblem[];
} {
  const raw = ecosystem as unknown as Readonly<Record<string, unknown>>;
  const checkedSpec = checkFields(raw.spec ?? {}, spec, 'spec');
  const checkedStatus = checkFields(raw.status ?? {}, status, 'status');
  return {
    ecosystem: {
      ...ecosystem,
      spec: checkedSpec.value ?? {},
      status: checkedStatus.value ?? {},
    },
    problems: [...checkedSpec.problems, ...missingParts(raw.spec)],
  };
}

function missingParts(raw: unknown): readonly FieldProblem[] {
  const missing = alwaysWritten.filter((path) => isAbsent(raw, path));
  // Where a part is missing, those inside it need no line of their own.
  const outermost = missing.filter(
    (path) => !missing.some((other) => other.length < path.length && other.every((step, at) => step === path[at])),
  );
  return outermost.map((path) => ({
    field: `spec.${path.join('.')}`,
    kind: 'missing' as const,
    problem: 'is missing, although the legacy operator always writes it',
  }));
}

function isAbsent(raw: unknown, path: readonly string[]): boolean {
  let value: unknown = raw;
  for (const step of path) value = isMapping(value) ? value[step] : undefined;
  return value === undefined || value === null;
}
