import { cp, mkdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const here = import.meta.dirname;
const require = createRequire(join(here, 'package.json'));
const webpack = require('webpack');

const singletons = [
  ...['react', 'react-i18next', 'react-redux', 'react-router', 'redux', 'redux-thunk'],
  ...['@openshift/dynamic-plugin-sdk', '@openshift-console/dynamic-plugin-sdk'],
];

/** Where a hole of the SDK leads: a file of `page/holes` called as the console's module, or one that says it is missing. */
function holeFor(request) {
  const name = basename(request);
  const files = ['ts', 'tsx'].map((extension) => join(here, 'page/holes', `${name}.${extension}`));
  return files.find((file) => existsSync(file)) ?? join(here, 'page/holes/missing.cjs');
}

async function shared() {
  const entries = singletons.map(async (name) => {
    const manifest = JSON.parse(await readFile(join(here, 'node_modules', name, 'package.json'), 'utf8'));
    return [name, { singleton: true, eager: true, version: manifest.version, requiredVersion: false }];
  });
  // Part of the console itself, and on npm nowhere: plugins of SDK 4.19 ask only that it be there.
  const internal = {
    singleton: true,
    eager: true,
    version: '0.0.0',
    requiredVersion: false,
    import: join(here, 'page/holes/models.ts'),
  };
  const named = await Promise.all(entries);
  return { ...Object.fromEntries(named), '@openshift-console/dynamic-plugin-sdk-internal': internal };
}

/** Builds the page into a folder. */
export async function buildPage(output) {
  await mkdir(output, { recursive: true });
  const compiler = webpack({
    mode: 'development',
    devtool: false,
    context: here,
    entry: './page/index.ts',
    experiments: { topLevelAwait: true },
    output: { path: output, publicPath: '/static/', filename: 'page.js', chunkFilename: 'page-[id].js' },
    resolve: { extensions: ['.tsx', '.ts', '.js'] },
    module: {
      rules: [
        { test: /\.tsx?$/, loader: require.resolve('esbuild-loader'), options: { target: 'es2022', jsx: 'automatic' } },
        { test: /\.(css|scss)$/, type: 'asset/source' },
      ],
    },
    plugins: [
      new webpack.NormalModuleReplacementPlugin(/^@console\//, (resource) => {
        resource.request = holeFor(resource.request);
      }),
      new webpack.container.ModuleFederationPlugin({ name: 'host', shared: await shared() }),
    ],
  });
  const stats = await new Promise((resolve, reject) => {
    compiler.run((error, result) => (error ? reject(error) : resolve(result)));
  });
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true, errorDetails: true }));
  const patternfly = join(here, 'node_modules/@patternfly/patternfly');
  for (const name of ['patternfly.css', 'patternfly-addons.css', 'assets']) {
    await cp(join(patternfly, name), join(output, name), { recursive: true });
  }
}
