/** As the console shows them: a path and a label for each kind. */
export interface Model {
  readonly kind: string;
  readonly plural: string;
  readonly apiGroup?: string;
  readonly apiVersion: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly crd: boolean;
  readonly label: string;
  readonly labelPlural: string;
  readonly abbr: string;
}
