/** The QuayEcosystem that a tab is about. */
export interface Ecosystem {
  readonly namespace: string;
  readonly name: string;
}
