import type { Snapshot } from '../domain/snapshot.ts';
import { type KubernetesObject, describeObject } from '../k8s/object.ts';
import { snapshotOf } from '../service/kube/read-snapshot.ts';
import { namespaceInDump } from './find-ecosystem.ts';
import { InputError } from './input-error.ts';
import { readDump } from './read-dump.ts';
import type { Terminal } from './terminal.ts';

/** What the files hold, as if it had been read from a cluster just now. */
export async function snapshotOfDumps(
  request: { readonly name: string; readonly namespace: string | undefined; readonly files: readonly string[] },
  terminal: Terminal,
): Promise<Snapshot> {
  const objects = new Map<string, { readonly object: KubernetesObject; readonly file: string }>();
  for (const file of request.files) {
    for (const object of readDump(file, await readText(file, terminal))) {
      const key = `${object.apiVersion} ${describeObject(object)}`;
      const earlier = objects.get(key);
      if (earlier) terminal.error(twice(object, earlier.file, file));
      objects.set(key, { object, file });
    }
  }
  const all = [...objects.values()].map(({ object }) => object);
  const namespace = namespaceInDump(all, request.name, request.namespace);
  return snapshotOf(all, { namespace, name: request.name }, terminal.now());
}

async function readText(file: string, terminal: Terminal): Promise<string> {
  try {
    return await terminal.read(file);
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function twice(object: KubernetesObject, earlier: string, file: string): string {
  const places = earlier === file ? `twice in ${file}` : `in ${earlier} and in ${file}`;
  return `quay-migration: ${describeObject(object)} is ${places}; the last one counts\n`;
}
