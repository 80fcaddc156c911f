import { collectionCommands } from '../service/kube/snapshot/read-snapshot.ts';

/** The commands that create a dump for `plan -f`, to be run with access to the cluster. */
export function whatToCollect(name: string, namespace = 'NAMESPACE'): string {
  const lines = [
    '# The dump contains passwords and keys. Protect it like those, and delete it when you have finished.',
    ...collectionCommands(namespace, name),
    `# Then run on any machine: quay-migration plan -f ${name}-dump.yaml -n ${namespace} ${name}`,
  ];
  return `${lines.join('\n')}\n`;
}
