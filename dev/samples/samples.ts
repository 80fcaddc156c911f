import { namespaces } from '../../src/k8s/resource.ts';
import { isAlreadyExists } from '../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { type InstallOptions, type InstalledSample, install } from './install-sample.ts';
import { sampleA } from './sample-a.ts';
import { sampleB } from './sample-b.ts';
import { sampleC } from './sample-c.ts';
import { sampleD } from './sample-d.ts';
import { sampleE } from './sample-e.ts';
import { sampleF } from './sample-f.ts';
import type { Sample, SampleName } from './sample.ts';

export type { InstalledSample, SampleName };

const samples: Readonly<Record<SampleName, Sample>> = {
  a: sampleA,
  b: sampleB,
  c: sampleC,
  d: sampleD,
  e: sampleE,
  f: sampleF,
};

const usualRows = 100_000;

export function sample(name: SampleName): Sample {
  return samples[name];
}

/** Installs one sample into a namespace that exists; its hostname then names that namespace. */
export function installSample(
  client: KubeClient,
  options: Pick<InstallOptions, 'namespace' | 'addressOf'> & { readonly sample: SampleName; readonly rows?: number },
): Promise<InstalledSample> {
  const { rows = usualRows, ...rest } = options;
  return install(client, samples[options.sample], { ...rest, rows });
}

/** Installs samples into their own namespaces: quay-enterprise for (a), quay-b to quay-f for the others. */
export async function installSamples(
  client: KubeClient,
  options: Pick<InstallOptions, 'addressOf'> & { readonly samples: readonly SampleName[]; readonly rows?: number },
): Promise<readonly InstalledSample[]> {
  const { addressOf, rows = usualRows } = options;
  return Promise.all(
    options.samples.map(async (name) => {
      const { namespace } = samples[name];
      await createNamespace(client, namespace);
      return installSample(client, { namespace, sample: name, rows, addressOf });
    }),
  );
}

async function createNamespace(client: KubeClient, name: string): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  await client.create(namespaces, namespace).catch((error: unknown) => {
    if (!isAlreadyExists(error)) throw error;
  });
}
