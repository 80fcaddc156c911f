import { gunzipSync } from 'node:zlib';
import { secrets } from '../../src/k8s/resource.ts';
import { ecosystemId, journalLabels, journalType } from '../../src/service/engine/journal/journal-names.ts';
import type { Journal } from '../../src/service/engine/journal/journal.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

/** Calls back for every version of every journal of an ecosystem, in order, until the result is called. */
export function watchJournal(
  client: KubeClient,
  target: { readonly namespace: string; readonly name: string; readonly serviceNamespace: string },
  onJournal: (journal: Journal) => void,
): () => void {
  const stop = new AbortController();
  const selection = {
    namespace: target.serviceNamespace,
    labelSelector: `${journalLabels.ecosystemId}=${ecosystemId(target)}`,
    fieldSelector: `type=${journalType}`,
  };
  void client.watch(
    secrets,
    selection,
    ({ type, object }) => {
      const content = object.data?.journal;
      if (type === 'DELETED' || content === undefined) return;
      onJournal(JSON.parse(gunzipSync(Buffer.from(content, 'base64')).toString()) as Journal);
    },
    stop.signal,
  );
  return () => {
    stop.abort();
  };
}
