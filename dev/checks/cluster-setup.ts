import type { TestProject } from 'vitest/node';
import { startDevelopmentCluster } from '../cluster/development-cluster.ts';
import { userNames } from '../cluster/users.ts';
import type { SharedCluster } from './cluster-context.ts';
import { allTestsVariable, checkRights } from './rights/check-rights.ts';

/** The operator's minute is two seconds in tests. */
const timeScale = 0.03;

/**
 * Starts the one cluster that all cluster tests share, and stops it after the last. What the product asked of it must be
 * what the chart grants, and where all tests ran, the other way round.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const cluster = await startDevelopmentCluster({ timeScale });
  const kubeconfigs = Object.fromEntries(userNames.map((user) => [user, cluster.kubeconfig(user)]));
  provide('cluster', {
    directory: cluster.directory,
    index: cluster.index,
    server: cluster.server,
    caFile: cluster.caFile,
    kubeconfigs: kubeconfigs as SharedCluster['kubeconfigs'],
    tools: cluster.tools,
    router: cluster.node.router,
    imageDirectory: cluster.imageDirectory,
    operatorVersion: cluster.operatorVersion,
  });
  provide('helm', cluster.tools.helm);
  return async () => {
    const whole = process.env[allTestsVariable] === 'yes';
    const wrong = await checkRights(cluster.auditLog, cluster.tools.helm, whole).finally(() => cluster.stop());
    if (wrong.length > 0) throw new Error(`rights of the chart:\n  ${wrong.join('\n  ')}`);
  };
}
