/** Security context that OpenShift's restricted-v2 and Kubernetes' `restricted` level accept, without a fixed user id. */
export const restrictedPod = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } as const;

export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
} as const;
