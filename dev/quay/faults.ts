/**
 * What a test wants to go wrong: the ConfigMap `dev-faults` of the pod's namespace, which the node hands to Quay's
 * containers as JSON in DEV_FAULTS.
 */
export interface QuayFaults {
  /** `fail` or `hang`, near the end; `fail:REVISION` or `hang:REVISION`, before that revision's last statement. */
  readonly migrate?: string;
  /** What Python ends with while it imports Quay. */
  readonly import?: string;
}

export function readFaults(text: string | undefined): QuayFaults {
  return text === undefined || text === '' ? {} : (JSON.parse(text) as QuayFaults);
}
