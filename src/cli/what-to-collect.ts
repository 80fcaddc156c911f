import { collectionCommands } from '../service/kube/read-snapshot.ts';

/** The lines that make a dump for `plan -f`, to be typed where the cluster is. */
export function whatToCollect(name: string, namespace = 'NAMESPACE'): string {
  return `${collectionCommands(namespace, name).join('\n')}\n`;
}
