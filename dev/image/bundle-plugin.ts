import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import webpack, { type Stats } from 'webpack';
import { pluginConfiguration } from '../../webpack.config.ts';

/**
 * `node bundle-plugin.ts OUTPUT`, with the repository as working directory: writes the console plugin there, and prints
 * the files that went into it as JSON.
 */
const root = process.cwd();
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const configuration = pluginConfiguration({ root, version, output: process.argv[2] ?? join(root, 'dist/plugin') });

webpack(configuration, (error, stats) => {
  const failed = error !== null || stats === undefined || stats.hasErrors() || stats.hasWarnings();
  if (failed) {
    console.error(error ?? stats?.toString({ preset: 'errors-warnings' }));
    process.exitCode = 1;
    return;
  }
  console.log(JSON.stringify(modulePaths(stats)));
});

function modulePaths({ compilation }: Stats): string[] {
  const paths = [...compilation.modules].flatMap((module) => {
    const nested = (module as { modules?: Iterable<unknown> }).modules ?? [];
    return [module, ...nested].flatMap((part) => (part as { resource?: string }).resource ?? []);
  });
  return [...new Set(paths)].map((path) => relative(root, path));
}
