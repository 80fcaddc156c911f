import { ConsoleRemotePlugin } from '@openshift-console/dynamic-plugin-sdk-webpack';
import { EsbuildPlugin } from 'esbuild-loader';
import webpack, { type Configuration } from 'webpack';
import { consoleRange, displayName, exposedModules, pluginName } from './plugin-metadata.ts';

export interface PluginBuild {
  /** The repository; it has to be the working directory as well, for the SDK looks for packages there. */
  readonly root: string;
  readonly version: string;
  readonly output: string;
}

/** The console plugin, as every console from 4.19 on loads it. `NODE_ENV` must be `production`: it names the entry. */
export function pluginConfiguration({ root, version, output }: PluginBuild): Configuration {
  return {
    mode: 'production',
    context: root,
    entry: {},
    devtool: false,
    // One hash for all: the entry would otherwise list that of each chunk, for every user of the console.
    output: { path: output, filename: '[name]-[fullhash].min.js', chunkFilename: '[name]-[fullhash].min.js' },
    resolve: { extensions: ['.js'] },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          exclude: /node_modules/,
          loader: 'esbuild-loader',
          options: { target: 'es2021', jsx: 'automatic', tsconfigRaw: '{}' },
        },
      ],
    },
    plugins: [
      new webpack.DefinePlugin({ 'process.env.QUAY_MIGRATION_VERSION': JSON.stringify(version) }),
      // Reads console-extensions.json as well.
      new ConsoleRemotePlugin({
        pluginMetadata: {
          name: pluginName,
          version,
          displayName,
          description: 'Turns a QuayEcosystem into a QuayRegistry',
          exposedModules,
          dependencies: { '@console/pluginAPI': consoleRange },
        },
      }),
    ],
    optimization: { minimizer: [new EsbuildPlugin({ target: 'es2021', legalComments: 'none' })] },
    performance: { hints: false },
  };
}
