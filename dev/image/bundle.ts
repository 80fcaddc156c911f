import { type BuildOptions, type Metafile, build } from 'esbuild';
import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

export interface Bundle {
  /** Relative to the repository. */
  readonly entry: string;
  /** File name in dist/image. */
  readonly output: string;
  readonly executable: boolean;
}

export const bundles: readonly Bundle[] = [
  { entry: 'src/service/main.ts', output: 'service.mjs', executable: false },
  { entry: 'src/service/installation/hook.ts', output: 'hook.mjs', executable: false },
  { entry: 'src/database/worker.ts', output: 'worker.mjs', executable: false },
  { entry: 'src/cli/main.ts', output: 'quay-migration.mjs', executable: true },
];

/** `pg` asks for its native binding only when somebody uses `pg.native`; nobody here does. */
const neverLoaded = ['pg-native'];

/** CommonJS packages inside an ES module still call `require`, for Node's own modules. */
const requireBanner = `import { createRequire as bundleRequire } from 'node:module';
const require = bundleRequire(import.meta.url);`;

/** On a laptop's older Node the bundle would end in a stack trace of a package. */
const versionBanner = `if (Number(process.versions.node.split('.')[0]) < 22) {
  console.error('quay-migration needs Node 22.19 or newer, and this is ' + process.version + '. In a checkout: npx quay-migration');
  process.exit(2);
}`;

export function bundleOptions(version: string): BuildOptions {
  return {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    sourcemap: true,
    sourcesContent: false,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    external: neverLoaded,
    define: { 'process.env.QUAY_MIGRATION_VERSION': JSON.stringify(version) },
    banner: { js: requireBanner },
    logLevel: 'silent',
  };
}

/**
 * Writes one bundle and its source map into `directory`, and answers the files that went into it, relative to `root`.
 * Fails when code would be missing at run time.
 */
export async function writeBundle(
  root: string,
  directory: string,
  bundle: Bundle,
  version: string,
): Promise<readonly string[]> {
  if (!existsSync(join(root, bundle.entry))) {
    throw new Error(`${bundle.entry} does not exist, so ${bundle.output} cannot be built`);
  }
  const { metafile } = await build({
    ...bundleOptions(version),
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: join(directory, bundle.output),
    banner: { js: bundle.executable ? `#!/usr/bin/env node\n${versionBanner}\n${requireBanner}` : requireBanner },
    metafile: true,
  });
  refuseOutsideCode(metafile, bundle);
  return Object.keys(metafile.inputs).filter((path) => existsSync(join(root, path)));
}

/** What a package requires inside a `try` may be missing; esbuild itself fails for every other `require`. */
function refuseOutsideCode(metafile: Metafile, bundle: Bundle): void {
  const outside = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter(({ external, kind, path }) => external === true && kind !== 'require-call' && !isBuiltin(path))
    .map(({ path }) => path);
  if (outside.length > 0) {
    throw new Error(
      `${bundle.output} would need ${outside.join(', ')} beside it; it has to be bundled or not imported`,
    );
  }
}
