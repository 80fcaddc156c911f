import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildImage } from '../image/build-image.ts';

/** A console with the plugin fetches this much for each user, whether or not anybody looks at a QuayEcosystem. */
export const mostBytesBeforeTab = 15_000;

export interface FetchedFile {
  readonly file: string;
  readonly raw: number;
  readonly gzip: number;
}

/**
 * What a console fetches of a built plugin before its tab is opened: manifest, entry, texts, and the chunk of the
 * action, which comes with the first menu that is opened. The sum as gzip is the one that has a limit.
 */
export async function filesBeforeTab(directory: string): Promise<readonly FetchedFile[]> {
  const manifest = JSON.parse(await readFile(join(directory, 'plugin-manifest.json'), 'utf8')) as Manifest;
  const action = (await readdir(directory)).filter((file) => file.startsWith('exposed-actions-'));
  const texts = `locales/en/plugin__${manifest.name}.json`;
  const files = ['plugin-manifest.json', ...manifest.loadScripts, texts, ...action];
  return Promise.all(
    files.map(async (file) => {
      const content = await readFile(join(directory, file));
      return { file, raw: content.length, gzip: gzipSync(content).length };
    }),
  );
}

interface Manifest {
  readonly name: string;
  readonly loadScripts: readonly string[];
}

export async function pluginBench(): Promise<void> {
  const files = await filesBeforeTab(join(await buildImage(), 'plugin'));
  const total = files.reduce((sum, { raw, gzip }) => ({ raw: sum.raw + raw, gzip: sum.gzip + gzip }), {
    raw: 0,
    gzip: 0,
  });
  console.log('\nThe console plugin before its tab is opened, in bytes: raw, and as gzip would make it');
  for (const { file, raw, gzip } of [...files, { file: 'together', ...total }]) {
    console.log(`  ${file.padEnd(52)} ${String(raw).padStart(6)} ${String(gzip).padStart(6)}`);
  }
}
