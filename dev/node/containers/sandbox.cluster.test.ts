import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { testCluster } from '../../checks/cluster-context.ts';
import { TestPods } from '../pods/simulated-pod.fixture.ts';

const cluster = testCluster();
let simulated: TestPods;
beforeAll(async () => {
  simulated = new TestPods(cluster.client('admin'), await cluster.createNamespace('sandbox'));
});

/** Tries to write to each path, and prints those where it could. */
function tryToWrite(paths: readonly string[]): string {
  return `for path in ${paths.join(' ')}; do (echo x > "$path/written") 2>/dev/null && echo "$path"; done; true`;
}

async function written(
  name: string,
  paths: readonly string[],
  parts: Parameters<TestPods['start']>[1] = {},
): Promise<string[]> {
  const volumeMounts = [
    { name: 'work', mountPath: '/scratch' },
    { name: 'work', mountPath: '/fixed', readOnly: true },
  ];
  const container = { script: tryToWrite(paths), volumeMounts, ...parts };
  await simulated.start(name, container, { volumes: [{ name: 'work', emptyDir: {} }] });
  await simulated.untilPhase(name, 'Succeeded');
  return (await simulated.log(name)).split('\n').filter((line) => line !== '');
}

describe('a container', () => {
  const system = ['/usr', '/usr/bin', '/etc', '/lib', '/dev', '/proc/sys/kernel', '/opt/app', '/opt/node', '/fixed'];

  test('writes to its mounts and its own root, and nowhere else', async () => {
    const own = ['/scratch', '/tmp', '/', '/dev/shm'];
    expect(await written('fenced', [...system, ...own])).toEqual(own);
  });

  test('with a read-only root writes to its mounts alone', async () => {
    const securityContext = { readOnlyRootFilesystem: true };
    const paths = [...system, '/', '/tmp', '/var/tmp', '/scratch'];
    expect(await written('read-only', paths, { securityContext })).toEqual(['/scratch']);
  });

  test("sees and touches nothing of the machine's data", async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    onTestFinished(() => rm(outside, { recursive: true }));
    const script = `ls ${outside} ${cluster.directory} /root /home 2>/dev/null; mkdir -p ${outside}; echo x > ${outside}/x`;
    await simulated.start('outside', { script });
    await simulated.untilPhase('outside', 'Succeeded');
    expect(await simulated.log('outside')).toBe('');
    expect(await readdir(outside)).toEqual([]);
  });

  test('is nobody of power, and alone with its processes', async () => {
    const script = 'id -u; grep CapEff /proc/self/status; ls /proc | grep -c "^[0-9]"; kill -9 -1 2>/dev/null; true';
    await simulated.start('powerless', { script });
    await simulated.untilPhase('powerless', 'Succeeded');
    const [uid, capabilities, processes] = (await simulated.log('powerless')).split('\n');
    expect(uid).not.toBe('0');
    expect(capabilities).toMatch(/\t0+$/);
    expect(Number(processes)).toBeLessThan(8);
  });

  test('starts with a fresh root each time', async () => {
    const script = 'ls /tmp; touch /tmp/left; [ -e /scratch/second ] && exit 0; touch /scratch/second; exit 1';
    const volumes = [{ name: 'work', emptyDir: {} }];
    const volumeMounts = [{ name: 'work', mountPath: '/scratch' }];
    await simulated.start('again', { script, volumeMounts }, { restartPolicy: 'OnFailure', volumes });
    await simulated.untilPhase('again', 'Succeeded');
    expect((await simulated.container('again'))?.restartCount).toBe(1);
    expect(await simulated.log('again')).toBe('');
  });
});
