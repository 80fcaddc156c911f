/** What differs between operators, of the things that this simulation does. One line a fact, one entry a version. */
export interface VersionFacts {
  /** QUAY_VERSION of its environment: what `status.currentVersion` becomes. */
  readonly quayVersion: string;
  readonly images: OperatorImages;
  readonly clairClaim: (name: string) => string;
  readonly routeTimeout: string;
  /** `status.observedGeneration` is written (3.17 and newer). */
  readonly observesGeneration: boolean;
  /** Quay, mirror, Clair and the upgrade Job come after their databases (3.17 and newer), or all come at once. */
  readonly waitsForDatabases: boolean;
  /** A full pass deletes the upgrade Job and makes another even while it runs (up to 3.15); later ones leave it alone. */
  readonly restartsUpgrade: boolean;
  /**
   * How often the pass that starts the upgrade Job loses its status write to the other loop, as a rule, so that the Job
   * is made once more: not in five of six rollouts of 3.9, once in 3.17, once to three times in 3.18.
   */
  readonly lostStatusWrites: number;
  /** An editor of config.yaml runs beside each registry, with a Route of its own (3.9). */
  readonly configEditor: boolean;
  /** What RolloutBlocked says of a bundle that is not there. */
  readonly bundleMissing: (bundle: string) => string;
  /** What stands before the API server's own words when it refuses an object. */
  readonly applyRefused: (kind: string, name: string) => string;
}

/** The images that the operator's environment names (RELATED_IMAGE_COMPONENT_*). */
export interface OperatorImages {
  readonly quay: string;
  readonly postgres: string;
  readonly clairPostgres: string;
  readonly clair: string;
  readonly redis: string;
}

function imagesOf(quayVersion: string, clairPostgres: string): OperatorImages {
  return {
    quay: `quay.io/projectquay/quay:${quayVersion}`,
    postgres: 'quay.io/sclorg/postgresql-13-c9s:latest',
    clairPostgres,
    clair: 'quay.io/projectquay/clair:4.8.0',
    redis: 'quay.io/sclorg/redis-7-c9s:latest',
  };
}

const today = {
  clairClaim: (name) => `${name}-clair-postgres-15`,
  routeTimeout: '30m',
  observesGeneration: true,
  waitsForDatabases: true,
  restartsUpgrade: false,
  configEditor: false,
  bundleMissing: (bundle) => `unable to get \`configBundleSecret\`: secrets "${bundle}" not found`,
  applyRefused: (kind, name) => `error creating/updating object ${kind} ${name}: `,
} as const satisfies Partial<VersionFacts>;

/** The operator versions that are simulated, each as the real one was seen to behave. */
export const versions = {
  '3.9.10': {
    quayVersion: 'v3.9.10',
    images: imagesOf('v3.9.10', 'quay.io/projectquay/clair-postgres:13'),
    clairClaim: (name) => `${name}-clair-postgres-13`,
    routeTimeout: '5m',
    observesGeneration: false,
    waitsForDatabases: false,
    restartsUpgrade: true,
    configEditor: true,
    lostStatusWrites: 0,
    bundleMissing: (bundle) => `unable to get \`configBundleSecret\`: Secret "${bundle}" not found`,
    applyRefused: () => 'error creating object: ',
  },
  '3.17.4': {
    ...today,
    quayVersion: 'v3.17.4',
    images: imagesOf('v3.17.4', 'quay.io/sclorg/postgresql-15-c9s:latest'),
    lostStatusWrites: 1,
  },
  '3.18.0': {
    ...today,
    quayVersion: 'v3.18.0',
    images: imagesOf('v3.18.0', 'quay.io/sclorg/postgresql-15-c9s:latest'),
    lostStatusWrites: 2,
  },
} as const satisfies Record<string, VersionFacts>;

export type OperatorVersion = keyof typeof versions;

/** 17 of 3.17.4: as of which operator the QuayRegistry's kind is. */
export function minorOf(version: OperatorVersion): number {
  return Number(version.split('.')[1]);
}

/** The version that a development cluster simulates: DEV_OPERATOR_VERSION, or 3.17.4. Throws for one that is not simulated. */
export function simulatedVersion({ DEV_OPERATOR_VERSION: wanted = '3.17.4' } = process.env): OperatorVersion {
  const version = (Object.keys(versions) as OperatorVersion[]).find((one) => one === wanted);
  if (version !== undefined) return version;
  throw new Error(`DEV_OPERATOR_VERSION ${wanted}: simulated are ${Object.keys(versions).join(', ')}`);
}
