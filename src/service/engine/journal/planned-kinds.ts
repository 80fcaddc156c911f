import * as kinds from '../../../k8s/resource.ts';

/** Kinds that a plan may contain or change; docs/rbac.md explains each. */
export const plannedKinds: readonly kinds.Resource[] = [
  kinds.quayEcosystems,
  kinds.quayRegistries,
  kinds.secrets,
  kinds.configMaps,
  kinds.persistentVolumeClaims,
  kinds.services,
  kinds.pods,
  kinds.serviceAccounts,
  kinds.events,
  kinds.deployments,
  kinds.jobs,
  kinds.ingresses,
  kinds.routes,
];

/** Further kinds that a plan is made from. */
export const readKinds: readonly kinds.Resource[] = [
  kinds.horizontalPodAutoscalers,
  kinds.networkPolicies,
  kinds.resourceQuotas,
  kinds.limitRanges,
  kinds.serviceMonitors,
];
