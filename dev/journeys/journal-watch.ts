import { gunzipSync } from 'node:zlib';
import { migrationLabels } from '../../src/domain/plan/migration-names.ts';
import { secrets } from '../../src/k8s/resource.ts';
import type { Journal } from '../../src/service/engine/journal.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

/** Calls back for every version of every journal of an ecosystem, in order, until the result is called. */
export function watchJournal(
  client: KubeClient,
  target: { readonly namespace: string; readonly name: string },
  onJournal: (journal: Journal) => void,
): () => void {
  const stop = new AbortController();
  const labelSelector = `${migrationLabels.ecosystem}=${target.name}`;
  void client.watch(
    secrets,
    { namespace: target.namespace, labelSelector },
    ({ type, object }) => {
      const content = object.type === 'quay-migration/journal' ? object.data?.journal : undefined;
      if (type === 'DELETED' || content === undefined) return;
      onJournal(JSON.parse(gunzipSync(Buffer.from(content, 'base64')).toString()) as Journal);
    },
    stop.signal,
  );
  return () => {
    stop.abort();
  };
}
