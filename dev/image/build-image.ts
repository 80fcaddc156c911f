import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf, isCurrent, recordOf } from './build-record.ts';
import { thirdPartyNotices } from './third-party-notices.ts';
import { buildPlugin } from './build-plugin.ts';
import { type Bundle, bundleOptions, bundles, writeBundle } from './bundle.ts';

const notices = 'third-party-notices.txt';

export interface ImageSource {
  /** The repository. */
  readonly root: string;
  readonly bundles: readonly Bundle[];
  /** Whether the console plugin belongs to it, in the folder `plugin`. */
  readonly plugin?: boolean;
}

const repository: ImageSource = { root: dirname(dirname(import.meta.dirname)), bundles, plugin: true };

/**
 * Assembles what the container image holds under /opt/app, and answers the folder, dist/image: `service.mjs`,
 * `hook.mjs`, `worker.mjs`, the executable `quay-migration.mjs`, their source maps, the licences of what is bundled, and
 * the console plugin in `plugin`. They need nothing outside it but Node. Does nothing when no input has changed. Several
 * may run at once: each file is written aside and renamed into place.
 */
export async function buildImage(source: ImageSource = repository): Promise<string> {
  const directory = join(source.root, 'dist/image');
  if (source.plugin === true) await buildPlugin(source.root, join(directory, 'plugin'));
  const recordPath = `${directory}.inputs.json`;
  const version = await packageVersion(source.root);
  const options = digestOf(JSON.stringify([bundleOptions(version), source.bundles]));
  const outputs = source.bundles.map(({ output }) => join(directory, output));
  if (await isCurrent(source.root, options, recordPath, outputs)) return directory;

  const startedAt = Date.now();
  await mkdir(directory, { recursive: true });
  const aside = await mkdtemp(`${directory}.building-`);
  try {
    const bundled = await allOf(source.bundles.map((bundle) => writeBundle(source.root, aside, bundle, version)));
    const inputs = bundled.flat();
    await writeFile(join(aside, notices), await thirdPartyNotices(source.root, inputs));
    const record = await recordOf(source.root, options, inputs, startedAt);
    await publish(aside, directory, source);
    if (record === undefined) await rm(recordPath, { force: true });
    else {
      await writeFile(join(aside, 'record'), JSON.stringify(record));
      await rename(join(aside, 'record'), recordPath);
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return directory;
}

/** Like Promise.all, but rejects only when nobody writes any more. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

async function packageVersion(root: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** Source maps first, so that a bundle in place has its own. What another layout left behind is removed. */
async function publish(aside: string, directory: string, { bundles: made, plugin }: ImageSource): Promise<void> {
  const files = [notices, ...made.flatMap(({ output }) => [`${output}.map`, output])];
  for (const { output, executable } of made) await chmod(join(aside, output), executable ? 0o755 : 0o644);
  for (const file of files) await rename(join(aside, file), join(directory, file));
  for (const file of await readdir(directory)) {
    if (file === 'plugin' && plugin === true) continue;
    if (!files.includes(file)) await rm(join(directory, file), { recursive: true, force: true });
  }
}
