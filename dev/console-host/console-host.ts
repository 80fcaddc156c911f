import { KubeConfig } from '@kubernetes/client-node';
import { readFile } from 'node:fs/promises';
import { consoles } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import type { UserName } from '../cluster/users.ts';
import { CertificateAuthority } from '../node/network/certificates.ts';
import { ensurePage } from './ensure-page.ts';
import { type ConsoleServer, startConsoleServer } from './server/console-server.ts';
import { findPlugin } from './server/plugin-backends.ts';

export interface ConsoleHostOptions {
  /** 0: any free one. */
  readonly port: number;
  /** The console's own: it reads which plugins there are. */
  readonly client: KubeClient;
  /** Of the cluster: the authority of its Services is there. */
  readonly directory: string;
  readonly server: string;
  readonly caFile: string;
  readonly kubeconfig: (user: UserName) => string;
  readonly addressOf: (namespace: string, service: string) => string | Promise<string>;
}

/** A page in place of the OpenShift console, for a development cluster: it loads the plugins that are enabled there. */
export async function startConsoleHost(options: ConsoleHostOptions): Promise<ConsoleServer> {
  const { client, kubeconfig, addressOf, port } = options;
  const ca = await readFile(options.caFile, 'utf8');
  return startConsoleServer({
    port,
    addressOf,
    apiServer: { url: options.server, ca },
    serviceCa: (await CertificateAuthority.open(options.directory)).certificate,
    tokens: {
      admin: tokenOf(kubeconfig('admin')),
      'namespace-admin': tokenOf(kubeconfig('namespace-admin')),
      viewer: tokenOf(kubeconfig('viewer')),
      nobody: tokenOf(kubeconfig('nobody')),
    },
    findPlugin: (name) => findPlugin(client, name),
    plugins: async () => (await client.get(consoles, 'cluster'))?.spec?.plugins ?? [],
    pageDirectory: await ensurePage(),
  });
}

function tokenOf(kubeconfig: string): string {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return config.getCurrentUser()?.token ?? '';
}
