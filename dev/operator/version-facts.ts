/** What differs between operators, of the things that this stand-in does. One line a fact, one entry a version. */
export interface VersionFacts {
  /** QUAY_VERSION of its environment: what `status.currentVersion` becomes. */
  readonly quayVersion: string;
  readonly images: OperatorImages;
  readonly clairClaim: (name: string) => string;
  readonly routeTimeout: string;
  /** `status.observedGeneration` is written (3.17 and newer). */
  readonly observesGeneration: boolean;
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

/** Of the only version played so far. */
export const images = {
  quay: 'quay.io/projectquay/quay:v3.17.4',
  postgres: 'quay.io/sclorg/postgresql-13-c9s:latest',
  clairPostgres: 'quay.io/sclorg/postgresql-15-c9s:latest',
  clair: 'quay.io/projectquay/clair:4.8.0',
  redis: 'quay.io/sclorg/redis-7-c9s:latest',
} as const satisfies OperatorImages;

/** The operator versions that are played, each as the real one was seen to behave. */
export const versions = {
  '3.17.4': {
    quayVersion: 'v3.17.4',
    images,
    clairClaim: (name) => `${name}-clair-postgres-15`,
    routeTimeout: '30m',
    observesGeneration: true,
    bundleMissing: (bundle) => `unable to get \`configBundleSecret\`: secrets "${bundle}" not found`,
    applyRefused: (kind, name) => `error creating/updating object ${kind} ${name}: `,
  },
} as const satisfies Record<string, VersionFacts>;

export type OperatorVersion = keyof typeof versions;
