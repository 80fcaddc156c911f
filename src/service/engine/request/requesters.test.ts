import { expect, it } from 'vitest';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { requestersIn } from './requesters.ts';
import { MemoryStore } from '../memory/memory-store.ts';
import { withExecuted } from '../memory/remembered.ts';

const id = { namespace: 'tenant', uid: 'one' };

it('knows who asked for what, for one request of one QuayEcosystem, until it is forgotten', async () => {
  const store = new MemoryStore(new MemoryCluster(), { namespace: 'home', name: 'installation' });
  const [started, back] = [requestersIn(store, 'startedBy'), requestersIn(store, 'rolledBackBy')];
  await started.remember(id, '1', 'alice');
  await back.remember(id, '1', 'bob');
  expect([await started.pending(id, '1'), await back.pending(id, '1')]).toEqual(['alice', 'bob']);
  expect(await started.pending(id, '2')).toBeUndefined();
  expect(await started.pending({ ...id, uid: 'two' }, '1')).toBeUndefined();
  await back.forget(id, '2');
  await back.forget(id, '1');
  expect([await started.pending(id, '1'), await back.pending(id, '1')]).toEqual(['alice', undefined]);
  await store.update(id, (memory) => withExecuted(memory, ['1']));
  expect(await started.pending(id, '1')).toBeUndefined();
});
