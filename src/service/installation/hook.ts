import { KubeConfig } from '@kubernetes/client-node';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../kube/api-client.ts';
import { ApiError, ConnectionError } from '../kube/api-error.ts';
import { list, required } from '../settings.ts';
import { askService } from './ask-service.ts';
import { disablePlugin, enablePlugin, pluginName } from './console-plugins.ts';
import { prepareUninstall } from './uninstall.ts';

const say = console.log;

/** Milliseconds until the API server must have observed a Role that was just created. */
const patience = 20_000;

/** The commands of the chart's hooks: `node hook.mjs enable|uninstall|test`. */
const commands: Readonly<Partial<Record<string, () => Promise<void>>>> = {
  enable: () =>
    asPod(async (client) => {
      const added = await enablePlugin(client, pluginName);
      say(
        added
          ? `console plugin ${pluginName} is enabled`
          : `console plugin ${pluginName} was not changed: it is already enabled, or the cluster has no console`,
      );
    }),
  uninstall: () =>
    asPod(async (client) => {
      const place = {
        namespace: required(process.env, 'POD_NAMESPACE'),
        configMap: required(process.env, 'INSTALLATION_CONFIGMAP'),
        watched: list(process.env.WATCH_NAMESPACES),
      };
      await prepareUninstall(client, place, { force: process.env.FORCE_UNINSTALL === 'true', say });
      if (process.env.IN_CONSOLE !== 'true') return;
      if (await disablePlugin(client, pluginName)) say(`console plugin ${pluginName} is disabled`);
    }),
  test: async () => {
    const ca = await readFile(required(process.env, 'SERVICE_CA_FILE'), 'utf8');
    const version = process.env.QUAY_MIGRATION_VERSION ?? 'development';
    await askService({ url: required(process.env, 'SERVICE_URL'), ca, version }, say);
  },
};

async function asPod(work: (client: ApiClient) => Promise<void>): Promise<void> {
  const config = new KubeConfig();
  config.loadFromDefault();
  const client = new ApiClient(config);
  try {
    await untilAllowed(() => work(client));
  } finally {
    await client.close();
  }
}

async function untilAllowed(work: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      const passes = error instanceof ConnectionError || (error instanceof ApiError && error.code === 403);
      if (!passes || Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}

const name = process.argv[2] ?? '';
try {
  const command = commands[name];
  if (command === undefined)
    throw new Error(`unknown hook "${name}"; expected one of ${Object.keys(commands).join(', ')}`);
  await command();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
