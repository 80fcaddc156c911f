import type { Snapshot, UnreadResource } from '../../domain/snapshot.ts';
import { type KubernetesObject, describeObject } from '../../k8s/object.ts';
import { secrets } from '../../k8s/resource.ts';
import { type Secret, isSecret } from '../../k8s/secret.ts';
import { snapshotOf } from '../../service/kube/snapshot/read-snapshot.ts';
import { inNamespace, lacksNamespace, withEncodedData } from './complete-objects.ts';
import { decodeText } from './decode-text.ts';
import { namespaceInDump } from './find-ecosystem.ts';
import { InputError } from '../input-error.ts';
import { readDump } from './read-dump.ts';
import { isRedacted } from './redacted-secret.ts';
import type { DumpFile, Terminal } from '../terminal.ts';

interface Found {
  readonly object: KubernetesObject;
  readonly file: string;
}

/** A snapshot of the objects in the files, as if read from a cluster now. */
export async function snapshotOfDumps(
  request: { readonly name: string; readonly namespace: string | undefined; readonly files: readonly string[] },
  terminal: Terminal,
): Promise<Snapshot> {
  const found: Found[] = [];
  for (const path of request.files) found.push(...(await objectsIn(path, terminal)));
  const all = found.map(({ object }) => object);
  const namespace = namespaceInDump(all, request.name, request.namespace);
  const placed = found.map(({ object, file }) => ({ object: inNamespace(object, namespace), file }));
  const without = all.filter(lacksNamespace).length;
  if (without > 0) say(terminal, `${without} objects have no namespace; assuming namespace ${namespace}`);
  const objects = distinct(placed, terminal);
  const redacted = objects.filter((object): object is Secret => isSecret(object) && isRedacted(object));
  const readable = objects.filter((object) => !isSecret(object) || !redacted.includes(object));
  const unread = redacted.slice(0, 1).map((secret) => withoutValues(secret, namespace));
  return snapshotOf(readable, { namespace, name: request.name }, terminal.now(), { unread });
}

/** In a folder, files with other content are skipped and counted. */
async function objectsIn(path: string, terminal: Terminal): Promise<readonly Found[]> {
  const files = await readAll(path, terminal);
  const [only] = files;
  if (only?.path === path) return objectsOf(only);
  const skipped: string[] = [];
  const objects = files.flatMap((file) => {
    try {
      return objectsOf(file);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      skipped.push(error.message);
      return [];
    }
  });
  if (skipped.length > 0) {
    say(
      terminal,
      `${skipped.length} of ${files.length} files in ${path} were skipped, the first one because ${skipped[0]}`,
    );
  }
  if (objects.length === 0) throw new InputError(`${path} contains no objects`);
  return objects;
}

function objectsOf({ path, bytes }: DumpFile): readonly Found[] {
  return readDump(path, decodeText(path, bytes)).map((object) => ({ object: withEncodedData(object), file: path }));
}

async function readAll(path: string, terminal: Terminal): Promise<readonly DumpFile[]> {
  try {
    return await terminal.read(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The last copy of each object. must-gather writes many objects twice, identically. */
function distinct(found: readonly Found[], terminal: Terminal): readonly KubernetesObject[] {
  const objects = new Map<string, Found>();
  for (const { object, file } of found) {
    const key = `${object.apiVersion} ${describeObject(object)}`;
    const earlier = objects.get(key);
    const differs = earlier !== undefined && JSON.stringify(earlier.object) !== JSON.stringify(object);
    if (differs || earlier?.file === file) say(terminal, twice(object, earlier.file, file));
    objects.set(key, { object, file });
  }
  return [...objects.values()].map(({ object }) => object);
}

function twice(object: KubernetesObject, earlier: string, file: string): string {
  const places = earlier === file ? `twice in ${file}` : `in ${earlier} and in ${file}`;
  return `${describeObject(object)} is ${places}; using the last one`;
}

function withoutValues(secret: Secret, namespace: string): UnreadResource {
  return {
    resource: secrets.plural,
    reason:
      `the dump contains ${describeObject(secret)} without its values, as \`oc adm inspect\` and must-gather write it, so ` +
      'its content is unknown',
    remedy: `Add the output of this command to the dump: oc get secrets -n ${namespace} -o yaml.`,
  };
}

function say(terminal: Terminal, text: string): void {
  terminal.error(`quay-migration: ${text}\n`);
}
