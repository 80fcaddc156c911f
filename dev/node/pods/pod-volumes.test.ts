import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { KubernetesObject } from '../../../src/k8s/object.ts';
import type { Container, Volume } from '../../../src/k8s/pod.ts';
import { readerOf, secretOf } from '../known-objects.fixture.ts';
import { PodVolumes } from './pod-volumes.ts';

const claim = (phase: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  ...{ spec: { volumeName: 'pvc-1' }, status: { phase } },
});

async function volumesOf(volumes: readonly Volume[], ...objects: readonly KubernetesObject[]) {
  const directory = await mkdtemp(join(tmpdir(), 'volumes-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const request = vi.fn(async () => ({ status: { token: `token ${request.mock.calls.length}` } }));
  const made = new PodVolumes({
    client: { ...readerOf(...objects), request },
    identity: { uid: 0, gid: 0, dropsRoot: false, passwdFile: '', groupFile: '' },
    persistentDirectory: join(directory, 'persistent'),
    directory: join(directory, 'pod'),
    pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'ns', uid: 'u' }, spec: { volumes } },
    facts: { address: '127.64.0.1', nodeName: 'node' },
  });
  return { made, directory, request };
}

function mounting(subPath?: string): Container {
  return { name: 'c', volumeMounts: [{ name: 'v', mountPath: '/data', ...(subPath !== undefined && { subPath }) }] };
}

describe('PodVolumes', () => {
  test('gives a claim the directory of its volume, writable', async () => {
    const { made, directory } = await volumesOf(
      [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
      claim('Bound'),
    );
    await made.prepare();
    const source = join(directory, 'persistent/pvc-1');
    expect(await made.mountsFor(mounting())).toEqual([{ source, target: '/data', readOnly: false }]);
    const [part] = await made.mountsFor(mounting('quay/database'));
    expect(part?.source).toBe(join(source, 'quay/database'));
    expect((await stat(join(source, 'quay/database'))).isDirectory()).toBe(true);
  });

  test.each<[string, KubernetesObject[]]>([
    ['is missing', []],
    ['is not bound', [claim('Pending')]],
  ])('waits for a claim that %s', async (_name, objects) => {
    const { made } = await volumesOf([{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }], ...objects);
    await expect(made.prepare()).rejects.toThrow('persistentvolumeclaim "data" is not bound');
  });

  test('gives what the node writes read-only, single files too', async () => {
    const { made } = await volumesOf([{ name: 'v', secret: { secretName: 's' } }], secretOf('s', { key: 'value' }));
    await made.prepare();
    const [whole] = await made.mountsFor(mounting());
    const [file] = await made.mountsFor(mounting('key'));
    expect([whole?.readOnly, file?.readOnly]).toEqual([true, true]);
    expect(await readFile(file?.source ?? '', 'utf8')).toBe('value');
    await expect(made.mountsFor(mounting('gone'))).rejects.toThrow('subPath gone is not in the volume');
  });

  test('makes a place for what is mounted inside a volume, and keeps it when the volume is written again', async () => {
    const { made } = await volumesOf(
      [
        { name: 'v', secret: { secretName: 's' } },
        { name: 'inside', emptyDir: {} },
      ],
      secretOf('s', { key: 'value' }),
    );
    await made.prepare();
    const volumeMounts = [
      { name: 'v', mountPath: '/conf/stack' },
      { name: 'inside', mountPath: '/conf/stack/extra_ca_certs' },
    ];
    const [outer] = await made.mountsFor({ name: 'c', volumeMounts });
    const place = join(outer?.source ?? '', 'extra_ca_certs');
    expect((await stat(place)).isDirectory()).toBe(true);
    await made.refresh();
    expect((await stat(place)).isDirectory()).toBe(true);
  });

  test('lets no subPath out of its volume', async () => {
    const { made, directory } = await volumesOf([{ name: 'v', emptyDir: {} }]);
    await made.prepare();
    await mkdir(join(directory, 'outside'));
    await symlink(join(directory, 'outside'), join(directory, 'pod/volumes/v/link'));
    for (const subPath of ['link', 'link/new', '../../../outside', '../../../new']) {
      await expect(made.mountsFor(mounting(subPath))).rejects.toThrow('leads out of its volume');
    }
    expect(await readdir(join(directory, 'outside'))).toEqual([]);
  });

  test('follows a Secret that changes, and renews tokens', async () => {
    const values: Record<string, string> = { key: 'old' };
    const object = secretOf('s', values);
    const sources = [{ secret: { name: 's' } }, { serviceAccountToken: { path: 'token', expirationSeconds: 1000 } }];
    const { made, request } = await volumesOf([{ name: 'v', projected: { sources } }], object);
    await made.prepare();
    expect(made.tokenSeconds).toBe(800);
    expect(made.references.has('Secret', 's')).toBe(true);
    expect(made.references.has('Secret', 'other')).toBe(false);
    Object.assign(object, secretOf('s', { key: 'new' }));
    await made.refresh();
    const [mount] = await made.mountsFor(mounting());
    expect(await readFile(join(mount?.source ?? '', 'key'), 'utf8')).toBe('new');
    expect(await readFile(join(mount?.source ?? '', 'token'), 'utf8')).toBe('token 2');
    expect(request).toHaveBeenLastCalledWith(
      'POST',
      '/api/v1/namespaces/ns/serviceaccounts/default/token',
      expect.objectContaining({ kind: 'TokenRequest' }),
    );
  });

  test('names a mount without a volume', async () => {
    const { made } = await volumesOf([]);
    await made.prepare();
    await expect(made.mountsFor(mounting())).rejects.toThrow('volumeMount /data: the pod has no volume v');
  });

  test('keeps what an emptyDir holds', async () => {
    const { made, directory } = await volumesOf([{ name: 'v', emptyDir: {} }]);
    await made.prepare();
    const path = join(directory, 'pod/volumes/v/file');
    await writeFile(path, 'kept');
    await made.refresh();
    await made.prepare();
    expect(await readFile(path, 'utf8')).toBe('kept');
  });
});
