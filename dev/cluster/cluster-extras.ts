/** What an OpenShift cluster has beyond the usual development cluster, for the tests that are about it. */
export interface ClusterExtras {
  /** The kinds of the monitoring stack: the operator then manages monitoring. */
  readonly monitoring: boolean;
  /** The controller that scales Deployments to what a HorizontalPodAutoscaler allows at least. */
  readonly autoscaler: boolean;
}

/** DEV_CLUSTER_EXTRAS: `monitoring,autoscaler`, or one of them. Throws for anything else. */
export function clusterExtras({ DEV_CLUSTER_EXTRAS: named = '' } = process.env): ClusterExtras {
  const wanted = named.split(',').filter((name) => name !== '');
  const known = ['monitoring', 'autoscaler'];
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`DEV_CLUSTER_EXTRAS ${unknown.join(', ')}: there are ${known.join(', ')}`);
  return { monitoring: wanted.includes('monitoring'), autoscaler: wanted.includes('autoscaler') };
}
