import type {
  ClairSpec,
  ExternalAccessSpec,
  QuaySpec,
  RedisSpec,
  RegistryBackend,
} from '../../src/k8s/quayecosystem.ts';

/** The worked examples, one for each way to run a legacy registry. */
export type SampleName = 'a' | 'b' | 'c' | 'd' | 'e' | 'f';

/** Where a sample is put. */
export interface Site {
  readonly namespace: string;
  /** By which clients know the registry: SERVER_HOSTNAME. */
  readonly hostname: string;
  /** Of an external database: HOST of its DB_URI. */
  readonly databaseHost: string;
  /** Of an external Redis. */
  readonly redisHost: string;
  /** Of a Service of type NodePort; the API server gives one when undefined. */
  readonly nodePort: number | undefined;
}

/** What a person has in their own Secrets: names and plain values. */
type SecretTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The spec of a QuayEcosystem with what only the legacy operator reads. */
export interface LegacySpec {
  readonly quay: Omit<QuaySpec, 'registryBackends' | 'externalAccess'> & {
    readonly registryBackends: readonly (RegistryBackend & Readonly<Record<string, unknown>>)[];
    readonly externalAccess: ExternalAccessSpec & { readonly annotations?: Readonly<Record<string, string>> };
  };
  readonly redis?: RedisSpec;
  readonly clair?: ClairSpec & { readonly image?: string };
}

/** A legacy registry as its administrator described it; what the legacy operator made of it is derived. */
export interface Sample {
  readonly name: SampleName;
  readonly title: string;
  /** Name of the QuayEcosystem. */
  readonly ecosystem: string;
  /** Where `npm start` puts it. */
  readonly namespace: string;
  /** In that namespace; elsewhere one that names the namespace. Undefined: the address of the LoadBalancer. */
  readonly hostname: string | undefined;
  /** A fixed port of the nodes, in the default namespace alone: no cluster has it twice. */
  readonly nodePort?: number;
  /** Before defaulting. */
  readonly spec: (site: Site) => LegacySpec;
  /** config.yaml, beside what every legacy one holds and what follows from `spec`. */
  readonly config: (site: Site) => Readonly<Record<string, unknown>>;
  /** Opaque Secrets that the administrator made and named in `spec`. */
  readonly secrets: SecretTexts;
  /** The Secret with the administrator's own certificate; the legacy operator signs one itself when undefined. */
  readonly certificateSecret?: string;
}

/** PostgreSQL 10, with which the managed database runs in all samples. */
export const databaseImage = 'registry.access.redhat.com/rhscl/postgresql-10-rhel7:1';

export const databaseCredentials = {
  'database-username': 'quay',
  'database-password': 'pw',
  'database-name': 'quay',
} as const;

/** What the legacy operator takes where the QuayEcosystem names no Secret. */
export const defaultCredentials = { ...databaseCredentials, 'database-password': 'quay' } as const;

/** How Quay logs in to its database. */
export function credentialsOf(spec: LegacySpec): typeof databaseCredentials | typeof defaultCredentials {
  return spec.quay.database?.credentialsSecretName === undefined ? defaultCredentials : databaseCredentials;
}
