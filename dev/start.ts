import { installChart } from './image/install-chart.ts';
import { copyServiceVersions } from './cluster/copied-csv.ts';
import { grantUsers } from './cluster/grant-users.ts';
import { startDevelopmentCluster } from './cluster/development-cluster.ts';
import { startConsoleHost } from './console-host/console-host.ts';
import { ensurePage } from './console-host/ensure-page.ts';
import { installSamples, sample } from './samples/samples.ts';
import { printInstructions } from './start-instructions.ts';

/** The operator waits a sixth of what it really does, the service too: slow enough to watch, quick enough to try. */
const timeScale = 0.15;
/** Where the console's simulation listens, as the real one does in development. */
const consolePort = 9000;
const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** `npm start`: a cluster with legacy registries and the service, and what to type. Ctrl-C stops and removes it. */
async function main(): Promise<void> {
  console.log('Building the image and starting etcd, kube-apiserver, controllers, a simulated node and quay-operator');
  // Its packages are fetched while the control plane is built; what goes wrong with them is told when they are needed.
  ensurePage().catch(() => undefined);
  const cluster = await startDevelopmentCluster({ timeScale });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  try {
    const admin = cluster.client('admin');
    console.log('Installing the chart and six legacy registries, (a) with 100,000 rows');
    await installChart({
      helm: cluster.tools.helm,
      kubeconfig: cluster.kubeconfig('admin'),
      namespace: 'quay-migration',
      release: 'quay-migration-plugin',
      values: { image: { registry: 'localhost', tag: 'dev' }, waitScale: timeScale },
    });
    const addressOf = cluster.node.addressOf.bind(cluster.node);
    await installSamples(admin, { samples: ['a'], rows: 100_000, addressOf });
    await installSamples(admin, { samples: names.slice(1), rows: 2000, addressOf });
    for (const name of names) {
      await grantUsers(admin, sample(name).namespace);
      await copyServiceVersions(admin, sample(name).namespace);
    }
    const { server, caFile, directory } = cluster;
    const kubeconfig = cluster.kubeconfig.bind(cluster);
    const host = await startConsoleHost({
      ...{ client: admin, server, caFile, directory, kubeconfig, addressOf },
      port: consolePort,
    });
    printInstructions(cluster, host.url);
    await stopped;
    console.log('\nStopping');
    await host.stop();
  } finally {
    await cluster.stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(`npm start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
