import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { findCondition } from '../../../src/k8s/condition.ts';
import { configMaps, jobs, secrets } from '../../../src/k8s/resource.ts';
import { testCluster } from '../../checks/cluster-context.ts';
import { configMapOf, secretOf } from '../known-objects.fixture.ts';
import { TestPods, patience, toolImage } from './simulated-pod.fixture.ts';

const cluster = testCluster();
const admin = cluster.client('admin');

let namespace = '';
let simulated: TestPods;
beforeAll(async () => {
  namespace = await cluster.createNamespace('pods');
  simulated = new TestPods(admin, namespace);
});

const kubectl = (...args: string[]) => {
  const all = ['--kubeconfig', cluster.kubeconfig('admin'), '--namespace', namespace, ...args];
  return promisify(execFile)(cluster.tools.kubectl, all);
};

describe('a pod', () => {
  test('gets its env and volumes, speaks to the API server, and tells how it ended', async () => {
    await simulated.create(secrets, secretOf('login', { user: 'quay', 'ssl.key': 'KEY' }));
    const script = `
      echo "$GREETING from $IP to $LISTEN_ADDRESS"
      cat /conf/tls.key; echo
      cat /single; echo
      token=/var/run/secrets/kubernetes.io/serviceaccount/token
      node -e 'fetch("https://" + process.env.KUBERNETES_SERVICE_HOST + ":" + process.env.KUBERNETES_SERVICE_PORT +
        "/apis", { headers: { authorization: "Bearer " + require("fs").readFileSync("'$token'", "utf8") } })
        .then((answer) => console.log("API", answer.status))'
      echo "the end" > /dev/termination-log
      exit 3`;
    await simulated.start(
      'talks',
      {
        script,
        env: [
          { name: 'NAME', valueFrom: { secretKeyRef: { name: 'login', key: 'user' } } },
          { name: 'GREETING', value: 'hello $(NAME)' },
          { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'NODE_EXTRA_CA_CERTS', value: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' },
        ],
        volumeMounts: [
          { name: 'conf', mountPath: '/conf' },
          { name: 'conf', mountPath: '/single', subPath: 'tls.key' },
        ],
      },
      { volumes: [{ name: 'conf', secret: { secretName: 'login', items: [{ key: 'ssl.key', path: 'tls.key' }] } }] },
    );
    const status = await simulated.untilPhase('talks', 'Failed');
    expect(status.podIP).toMatch(/^10\.244\./);
    const terminated = { exitCode: 3, reason: 'Error', message: 'the end\n' };
    expect(status.containerStatuses?.[0]).toMatchObject({ ready: false, state: { terminated } });
    const lines = (await simulated.log('talks')).split('\n');
    expect(lines[0]).toMatch(/^hello quay from (127\.\S+) to \1$/);
    expect(lines.slice(1)).toEqual(['KEY', 'KEY', 'API 200', '']);
  });

  test('runs init containers first, one after the other, over the same volume', async () => {
    const volumeMounts = [{ name: 'work', mountPath: '/scratch' }];
    const init = (name: string) => ({
      name,
      image: toolImage,
      volumeMounts,
      command: ['sh', '-c', `echo ${name} >> /scratch/order`],
    });
    await simulated.start(
      'initialized',
      { script: 'cat /scratch/order', volumeMounts },
      { volumes: [{ name: 'work', emptyDir: {} }], initContainers: [init('one'), init('two')] },
    );
    await simulated.untilPhase('initialized', 'Succeeded');
    expect(await simulated.log('initialized')).toBe('one\ntwo\n');
  });

  test('fails when an init container does, without starting the others', async () => {
    const init = { name: 'init', image: toolImage, command: ['false'] };
    await simulated.start('uninitialized', { script: 'echo never' }, { initContainers: [init] });
    const status = await simulated.untilPhase('uninitialized', 'Failed');
    expect(status.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(1);
    expect(status.containerStatuses?.[0]?.state?.waiting).toBeDefined();
  });

  test('waits for a Secret that is missing, and goes on when it comes', async () => {
    const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 'late', key: 'a' } } }];
    await simulated.start('waits', { script: 'echo $A', env });
    expect(await simulated.untilWaiting('waits', 'CreateContainerConfigError')).toBe('secret "late" not found');
    await simulated.create(secrets, secretOf('late', { a: 'came' }));
    await simulated.untilPhase('waits', 'Succeeded');
    expect(await simulated.log('waits')).toBe('came\n');
  });

  test('sees a ConfigMap change in its volume', async () => {
    await simulated.create(configMaps, configMapOf('live', { key: 'old' }));
    const volumes = [{ name: 'v', configMap: { name: 'live' } }];
    const script = 'cat /v/key; echo; until grep -q new /v/key; do sleep 0.1; done; cat /v/key';
    await simulated.start('watches', { script, volumeMounts: [{ name: 'v', mountPath: '/v' }] }, { volumes });
    await vi.waitFor(async () => {
      expect(await simulated.log('watches')).toBe('old\n');
    }, patience);
    await admin.patch(configMaps, { name: 'live', namespace }, { type: 'merge', body: { data: { key: 'new' } } });
    await simulated.untilPhase('watches', 'Succeeded');
    expect(await simulated.log('watches')).toBe('old\nnew\n');
  });

  test('is restarted after a crash, with a back-off, and remembers the crash', async () => {
    await simulated.start('crashes', { script: 'echo run; exit 7' }, { restartPolicy: 'Always' });
    await vi.waitFor(async () => {
      const container = await simulated.container('crashes');
      expect(container?.restartCount).toBeGreaterThanOrEqual(2);
      expect(container?.lastState?.terminated?.exitCode).toBe(7);
    }, patience);
    expect(await simulated.untilWaiting('crashes', 'CrashLoopBackOff')).toContain('restarting failed container=main');
    expect((await kubectl('logs', 'crashes', '--previous')).stdout).toBe('run\n');
    await simulated.delete('crashes');
  });

  test('is ready when its probe says so, and restarted when it does not live', async () => {
    const serve = `let live = 200;
      require('http').createServer((request, response) => {
        if (request.url === '/die') live = 500;
        response.writeHead(live).end();
      }).listen(8080, process.env.LISTEN_ADDRESS);
      setTimeout(() => { live = 500 }, 3000)`;
    const httpGet = { path: '/', port: 8080 };
    await simulated.start(
      'probed',
      {
        command: ['node', '-e', serve],
        readinessProbe: { httpGet },
        livenessProbe: { httpGet, periodSeconds: 1, failureThreshold: 1, initialDelaySeconds: 1 },
      },
      { restartPolicy: 'Always' },
    );
    await simulated.untilReady('probed');
    expect(findCondition((await simulated.status('probed')).conditions, 'Ready')?.status).toBe('True');
    await vi.waitFor(async () => {
      expect((await simulated.container('probed'))?.restartCount).toBeGreaterThanOrEqual(1);
    }, patience);
    await simulated.delete('probed');
  });

  test('ends at its own deadline', async () => {
    await simulated.start('late', { script: 'sleep 100' }, { activeDeadlineSeconds: 1 });
    expect(await simulated.untilPhase('late', 'Failed')).toMatchObject({ reason: 'DeadlineExceeded' });
  });

  test('of an image that is not there does not start', async () => {
    await simulated.start('imageless', { image: 'quay.io/example/does-not-exist:1' });
    expect(await simulated.untilWaiting('imageless', 'ImagePullBackOff')).toContain('quay.io/example/does-not-exist:1');
    expect(await simulated.delete('imageless')).toBeLessThan(2000);
  });

  test('of any other image is ready', async () => {
    await simulated.start('idle', { image: 'registry.example.com/redis:6' }, { restartPolicy: 'Always' });
    await simulated.untilReady('idle');
  });

  test('is not bound without its claim', async () => {
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'gone' } }];
    await simulated.start('claimless', { script: 'true' }, { volumes });
    await vi.waitFor(async () => {
      const scheduled = findCondition((await simulated.status('claimless')).conditions, 'PodScheduled');
      expect(scheduled).toMatchObject({ status: 'False', reason: 'Unschedulable' });
      expect(scheduled?.message).toContain('persistentvolumeclaim "gone" not found');
    }, patience);
  });

  test('that wants another node is not bound either', async () => {
    await simulated.start('elsewhere', { script: 'true' }, { nodeSelector: { zone: 'moon' } });
    await vi.waitFor(async () => {
      const scheduled = findCondition((await simulated.status('elsewhere')).conditions, 'PodScheduled');
      expect(scheduled?.message).toContain("didn't match Pod's node affinity/selector");
    }, patience);
  });
});

describe('the deletion of a pod', () => {
  test('is quick, and lets its processes end well', async () => {
    const volumes = [{ name: 'v', emptyDir: {} }];
    await simulated.start('ends', { script: 'trap "exit 0" TERM; echo up; while :; do sleep 0.05; done' }, { volumes });
    await simulated.untilReady('ends');
    expect(await simulated.delete('ends')).toBeLessThan(1500);
  });

  test('runs the preStop hook inside the container, before the signal', async () => {
    const lifecycle = { preStop: { exec: { command: ['sh', '-c', 'echo hook > /tmp/hook'] } } };
    const script = 'trap "cat /tmp/hook; exit 0" TERM; echo up; while :; do sleep 0.05; done';
    await simulated.start('hooked', { script, lifecycle });
    await simulated.untilReady('hooked');
    const following = kubectl('logs', 'hooked', '--follow');
    if (following.child.stdout) await once(following.child.stdout, 'data');
    await simulated.delete('hooked');
    expect((await following).stdout).toMatch(/^up\n[^]*hook\n$/);
  });

  test('kills what does not listen, when the grace is over', async () => {
    await simulated.start('stubborn', {
      script: 'trap "" TERM; (trap "" TERM; sleep 100) & echo deaf; while :; do sleep 0.05; done',
    });
    await vi.waitFor(async () => {
      expect(await simulated.log('stubborn')).toContain('deaf');
    }, 30_000);
    const duration = await simulated.delete('stubborn', 1);
    expect(duration).toBeGreaterThan(900);
    expect(duration).toBeLessThan(5000);
  });
});

describe('a Job', () => {
  function job(name: string, container: { image?: string; script: string }, backoffLimit = 0) {
    const { image = toolImage, script } = container;
    const containers = [{ name: 'main', image, command: ['sh', '-c', script] }];
    const template = { spec: { restartPolicy: 'Never' as const, containers } };
    return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { backoffLimit, template } };
  }

  test.each([
    ['succeeds', job('good', { script: 'true' }), 'Complete'],
    ['fails', job('bad', { script: 'exit 4' }), 'Failed'],
    [
      'of an image that is not simulated succeeds',
      job('other', { image: 'quay.io/x/y:1', script: 'exit 4' }),
      'Complete',
    ],
  ])('%s', async (_name, object, condition) => {
    await simulated.create(jobs, object);
    await vi.waitFor(async () => {
      const found = await admin.get(jobs, object.metadata.name, namespace);
      expect(findCondition(found?.status?.conditions, condition)?.status).toBe('True');
    }, patience);
  });
});
