import * as kinds from '../../../k8s/resource.ts';

/** What a plan may hold or change; docs/rbac.md says why, kind by kind. */
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

/** What a plan is made from, beside them. */
export const readKinds: readonly kinds.Resource[] = [
  kinds.horizontalPodAutoscalers,
  kinds.networkPolicies,
  kinds.resourceQuotas,
  kinds.limitRanges,
  kinds.serviceMonitors,
];
