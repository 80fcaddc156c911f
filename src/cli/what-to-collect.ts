import { collectionCommands } from '../service/kube/snapshot/read-snapshot.ts';

/** The lines that make a dump for `plan -f`, to be typed where the cluster is. */
export function whatToCollect(name: string, namespace = 'NAMESPACE'): string {
  const lines = [
    '# The dump holds passwords and keys: keep it as you keep those, and delete it when you are done.',
    ...collectionCommands(namespace, name),
    `# Then, on any machine: quay-migration plan -f ${name}-dump.yaml -n ${namespace} ${name}`,
  ];
  return `${lines.join('\n')}\n`;
}
