import { beforeEach, describe, expect, it, vi } from 'vitest';
import { migrationLabels } from '../../../domain/migration-names.ts';
import type { ObjectMeta } from '../../../k8s/object.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { quayEcosystems, secrets } from '../../../k8s/resource.ts';
import { ApiError } from '../../kube/api-error.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { serviceNamespace, target } from '../attempt/attempt.fixture.ts';
import { requestersIn } from '../request/requesters.ts';
import { type Begun, begin, remember } from './begin.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import type { Journal, StoredJournal } from '../journal/journal.ts';
import { MemoryFull, MemoryStore, MemoryUnreadable } from '../memory/memory-store.ts';
import { mostRequests, withExecuted } from '../memory/remembered.ts';
import { type Reach, reachOf } from '../journal/reach.ts';
import { type ServiceUnderTest, claim, installationPlace, migrateLabels, serviceIn } from './reconciliation.fixture.ts';

const id = { namespace: target.namespace, uid: 'ecosystem-uid' };
const request = 'quay-migration/request';

let cluster: MemoryCluster;
let service: ServiceUnderTest;
let reach: Reach;

beforeEach(async () => {
  cluster = new MemoryCluster();
  cluster.seed(quayEcosystems, {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { ...target, uid: id.uid, labels: migrateLabels },
  });
  service = await serviceIn(cluster);
  reach = reachOf(service.context, target);
  cluster.writes.length = 0;
});

function ecosystem(metadata: Partial<ObjectMeta> = {}, status?: object): QuayEcosystem {
  cluster.edit(quayEcosystems, target, { metadata, ...(status !== undefined && { status }) });
  const found = cluster.peek(quayEcosystems, target);
  if (found === undefined) throw new Error('no QuayEcosystem');
  return structuredClone(found);
}

const earlier = (change: Partial<Journal>): StoredJournal => ({
  journal: journalOf({ phase: 'rolled-back', ...change }),
  resourceVersion: '1',
  uid: 'journal',
  deleting: false,
});

function look(of: QuayEcosystem, journals: readonly StoredJournal[] = []): Promise<Begun | undefined> {
  return begin({ reach, installation: service.context.installation }, of, journals);
}

const memory = () => new MemoryStore(cluster, installationPlace);

describe('begin', () => {
  it('takes the QuayEcosystem first, and then opens a journal', async () => {
    const begun = await look(ecosystem({ annotations: { [request]: 'monday' } }));
    expect(cluster.writes).toEqual([
      `patch QuayEcosystem ${target.namespace}/prod`,
      `create Secret ${serviceNamespace}/quay-migration.quay-enterprise.prod.1`,
    ]);
    expect(begun?.ecosystem?.metadata.annotations).toEqual({ [request]: 'monday', [installationAnnotation]: claim });
    const { journal } = begun?.stored ?? {};
    const startedAt = journal?.startedAt ?? '';
    expect(Date.now() - Date.parse(startedAt)).toBeLessThan(60_000);
    expect(journal).toEqual(
      journalOf({
        request: 'monday',
        requests: ['monday'],
        ecosystem: { ...target, uid: id.uid },
        startedAt,
        steps: { preflight: { state: 'running', startedAt, message: '' } },
      }),
    );
    expect((await reach.journals.list()).map((stored) => stored.journal)).toEqual([journal]);
  });

  it('opens nothing where another one takes the QuayEcosystem in that moment', async () => {
    const read = ecosystem();
    ecosystem({ annotations: { [installationAnnotation]: 'elsewhere/other' } });
    await expect(look(read)).rejects.toThrow(/modified/);
    expect(await reach.journals.list()).toEqual([]);
  });

  it('asks for nothing more where nobody asks for anything', async () => {
    const recall = vi.spyOn(service.context.installation, 'recall');
    expect(await look(ecosystem({ labels: {}, annotations: {} }), [earlier({ phase: 'running' })])).toBeUndefined();
    expect(recall).not.toHaveBeenCalled();
    expect(cluster.writes).toEqual([]);
  });

  it('does not execute again what is remembered', async () => {
    await memory().update(id, (before) => withExecuted(before, ['monday']));
    cluster.writes.length = 0;
    expect(await look(ecosystem({ annotations: { [request]: 'monday' } }))).toBeUndefined();
    expect(cluster.writes).toEqual([]);
  });

  it('counts on from the latest attempt, and hands its requests on, the latest of them', async () => {
    const requests = Array.from({ length: mostRequests }, (_, number) => `r-${number}`);
    const journals = [earlier({ attempt: 6, requests: ['x'] }), earlier({ attempt: 7, requests })];
    const { journal } = (await look(ecosystem({ annotations: { [request]: 'monday' } }), journals))?.stored ?? {};
    expect(journal).toMatchObject({ attempt: 8, requests: [...requests.slice(1), 'monday'] });
  });

  it('says who has asked for this request in the console', async () => {
    await requestersIn(memory(), 'startedBy').remember(id, 'monday', 'alice');
    await requestersIn(memory(), 'startedBy').remember(id, 'tuesday', 'bob');
    const begun = await look(ecosystem({ annotations: { [request]: 'monday' } }));
    expect(begun?.stored?.journal.requestedBy).toBe('alice');
  });
});

describe('a request that becomes no attempt', () => {
  const reasonOf = (begun: Begun | undefined) => begun?.refused?.reason;

  it('is a label that is older than the installation', async () => {
    await memory().update(id, (before) => ({ ...before, labelledBefore: true }));
    const begun = await look(ecosystem());
    expect(begun).toMatchObject({ refused: { reason: 'Blocked' } });
    expect(begun?.refused?.message).toMatch(/annotation quay-migration\/request to a new value/);
  });

  it('is one that nobody can have meant', async () => {
    const begun = await look(ecosystem({ annotations: { [request]: 'next monday' } }));
    expect(reasonOf(begun)).toBe('RequestMalformed');
    expect(begun?.refused?.message).toContain(request);
  });

  it('is one that could not be remembered, and stays so', async () => {
    for (const failure of [new MemoryFull('it is full'), new MemoryUnreadable('it is torn')]) {
      vi.spyOn(service.context.installation, 'recall').mockRejectedValueOnce(failure);
      const begun = await look(ecosystem({ annotations: { [request]: 'monday' } }));
      expect(reasonOf(begun)).toBe('RequestNotRemembered');
      expect(begun?.refused?.message).toContain(
        `Request "monday" was rejected and started nothing: ${failure.message}`,
      );
      const said = ecosystem({}, { conditions: [begun?.refused] });
      expect(await look(said)).toEqual({ said: true });
      ecosystem({}, { conditions: null });
    }
    vi.spyOn(service.context.installation, 'recall').mockRejectedValueOnce(new ApiError(500, '', 'etcd is away'));
    await expect(look(ecosystem())).rejects.toThrow('etcd is away');
  });

  it('is one beside journals of an earlier version, which are asked for once there is one of ours', async () => {
    cluster.seed(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'old', namespace: target.namespace, labels: { [migrationLabels.ecosystem]: target.name } },
      type: 'quay-migration/journal',
    });
    const asking = ecosystem({ annotations: { [request]: 'monday' } });
    const begun = await look(asking, [earlier({})]);
    expect(reasonOf(begun)).toBe('Blocked');
    expect(begun?.refused?.message).toContain('Secret quay-enterprise/old');
    expect(cluster.writes).toEqual([]);
    // Before, whoever looks for orphans has looked for them.
    expect((await look(asking))?.stored).toBeDefined();
  });
});

describe('remember', () => {
  it('notes all requests of the journal', async () => {
    await remember(service.context.installation, journalOf({ requests: ['1', '2'] }));
    expect((await memory().read(id)).executed).toHaveLength(2);
  });

  it('goes on without room: the journal knows', async () => {
    const remembering = vi.spyOn(service.context.installation, 'remember');
    for (const failure of [new MemoryFull('full'), new MemoryUnreadable('torn')]) {
      remembering.mockRejectedValueOnce(failure);
      await expect(remember(service.context.installation, journalOf())).resolves.toBeUndefined();
    }
    remembering.mockRejectedValueOnce(new ApiError(500, '', 'etcd is away'));
    await expect(remember(service.context.installation, journalOf())).rejects.toThrow('etcd is away');
  });
});
