/** What differs between operators, of the things that this stand-in does. */
export interface VersionFacts {
  /** QUAY_VERSION of its environment: what `status.currentVersion` becomes. */
  readonly quayVersion: string;
  readonly clairClaim: (name: string) => string;
  readonly routeTimeout: string;
}

/** The operator versions that are played, each as the real one was seen to behave. */
export const versions = {
  '3.17.4': {
    quayVersion: 'v3.17.4',
    clairClaim: (name) => `${name}-clair-postgres-15`,
    routeTimeout: '30m',
  },
} as const satisfies Record<string, VersionFacts>;

export type OperatorVersion = keyof typeof versions;

/** The images that the operator's environment names (RELATED_IMAGE_COMPONENT_*). */
export const images = {
  quay: 'quay.io/projectquay/quay:v3.17.4',
  postgres: 'quay.io/sclorg/postgresql-13-c9s:latest',
  clairPostgres: 'quay.io/sclorg/postgresql-15-c9s:latest',
  clair: 'quay.io/projectquay/clair:4.8.0',
  redis: 'quay.io/sclorg/redis-7-c9s:latest',
} as const;
