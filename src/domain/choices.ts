/** What the person who asks decided, from the annotations under `quay-migration/`. */
export interface Choices {
  /** Findings of severity `warning` that this request accepts. */
  readonly acknowledged: readonly string[];
  /** `copy` moves an operator-managed database into the new operator's; `unmanaged` keeps using the one there is. */
  readonly database: 'copy' | 'unmanaged';
  readonly copyBeforeFreeze: boolean;
  /** For LoadBalancer, NodePort and Ingress: the old Service keeps its address, or a new one is to be made. */
  readonly access: 'keep-service' | 'new-service';
}

export const defaultChoices: Choices = {
  acknowledged: [],
  database: 'copy',
  copyBeforeFreeze: false,
  access: 'keep-service',
};
