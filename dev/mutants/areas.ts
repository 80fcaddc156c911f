/** A part of the source that is mutated as one, tried against the tests of one folder. */
export interface Area {
  readonly name: string;
  /** The folder with the tests: the narrower, the quicker. */
  readonly tests: string;
  readonly mutate: readonly string[];
  /** Percent of the mutants that tests must notice. */
  readonly least: number;
}

const domainRooms = ['components', 'config', 'ecosystem', 'plan', 'preflight', 'redaction', 'registry'];

export const areas: readonly Area[] = [
  ...domainRooms.map((room) => ({
    name: `domain-${room}`,
    tests: 'src/domain',
    mutate: [`src/domain/${room}/**/*.ts`],
    least: 90,
  })),
  { name: 'domain-top', tests: 'src/domain', mutate: ['src/domain/*.ts'], least: 90 },
  { name: 'engine', tests: 'src/service', mutate: ['src/service/engine/**/*.ts'], least: 80 },
  { name: 'kube', tests: 'src/service', mutate: ['src/service/kube/**/*.ts'], least: 0 },
];
