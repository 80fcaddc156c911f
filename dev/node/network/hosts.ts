import type { Service } from '../../../src/k8s/service.ts';

/** The address where a Service is reached, or undefined when it is nowhere (headless, without a ready pod). */
export type AddressOf = (service: Service) => string | undefined;

/** The /etc/hosts of one namespace's pods: the Services of all namespaces, the own ones by their short name too. */
export function hostsText(namespace: string, services: readonly Service[], addressOf: AddressOf): string {
  const lines = ['127.0.0.1 localhost', '::1 localhost ip6-localhost'];
  for (const service of services) {
    const address = addressOf(service);
    if (address === undefined) continue;
    const { name, namespace: home = '' } = service.metadata;
    const short = home === namespace ? [name] : [];
    const qualified = [`${name}.${home}`, `${name}.${home}.svc`, `${name}.${home}.svc.cluster.local`];
    lines.push([address, ...short, ...qualified].join(' '));
  }
  return `${lines.sort().join('\n')}\n`;
}
