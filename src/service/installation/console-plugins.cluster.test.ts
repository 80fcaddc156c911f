import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Console } from '../../k8s/console.ts';
import { consoles } from '../../k8s/resource.ts';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import { disablePlugin, enablePlugin } from './console-plugins.ts';

const admin = testCluster().client('admin');
let name = '';

beforeEach(() => {
  name = `plugins-${randomBytes(4).toString('hex')}`;
});

/** A console of this test alone: that of the cluster has the plugins of others. */
async function create(spec: Console['spec'] = {}): Promise<void> {
  const head = { apiVersion: 'operator.openshift.io/v1', kind: 'Console', metadata: { name } };
  await admin.create<Console>(consoles, { ...head, spec });
}

async function plugins(): Promise<readonly string[] | undefined> {
  return (await admin.get(consoles, name))?.spec?.plugins;
}

describe('enabling', () => {
  test.each([
    ['no list', { managementState: 'Managed' }, ['ours']],
    ['an empty list', { plugins: [] }, ['ours']],
    ['others', { plugins: ['first', 'second'] }, ['first', 'second', 'ours']],
  ])('adds itself to a console with %s', async (_, spec, expected) => {
    await create(spec);
    expect(await enablePlugin(admin, 'ours', name)).toBe(true);
    expect(await plugins()).toEqual(expected);
  });

  test('writes nothing when it is there already, or where no console is', async () => {
    expect(await enablePlugin(admin, 'ours', name)).toBe(false);
    await create({ plugins: ['ours', 'other'] });
    const before = (await admin.get(consoles, name))?.metadata.resourceVersion;
    expect(await enablePlugin(admin, 'ours', name)).toBe(false);
    expect((await admin.get(consoles, name))?.metadata.resourceVersion).toBe(before);
  });

  test.each([[undefined], [{ plugins: ['first'] }]])(
    'several at once lose nobody and add nobody twice: %j',
    async (spec) => {
      await create(spec);
      const names = ['a', 'b', 'c', 'd', 'e'];
      const added = await Promise.all([...names, ...names].map((plugin) => enablePlugin(admin, plugin, name)));
      expect(added.filter(Boolean)).toHaveLength(names.length);
      expect([...((await plugins()) ?? [])].sort()).toEqual([...names, ...(spec?.plugins ?? [])].sort());
    },
  );
});

describe('disabling', () => {
  test('takes out its own name, every time it is there, and no other', async () => {
    await create({ plugins: ['ours', 'ours-too', 'ours', 'other'] });
    expect(await disablePlugin(admin, 'ours', name)).toBe(true);
    expect(await plugins()).toEqual(['ours-too', 'other']);
    expect(await disablePlugin(admin, 'ours', name)).toBe(false);
  });

  test('is no error without a list or a console', async () => {
    expect(await disablePlugin(admin, 'ours', name)).toBe(false);
    await create();
    expect(await disablePlugin(admin, 'ours', name)).toBe(false);
  });

  test('while others come and go', async () => {
    await create({ plugins: ['a', 'b', 'c', 'd'] });
    const leaving = ['a', 'c'].map((plugin) => disablePlugin(admin, plugin, name));
    const coming = ['e', 'f'].map((plugin) => enablePlugin(admin, plugin, name));
    await Promise.all([...leaving, ...coming]);
    expect([...((await plugins()) ?? [])].sort()).toEqual(['b', 'd', 'e', 'f']);
  });
});
