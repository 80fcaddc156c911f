import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../kube/api-error.ts';
import * as kinds from '../../../k8s/resource.ts';
import { LeaseLost } from '../../kube/lease.ts';
import { target } from '../attempt/attempt.fixture.ts';
import { ControllerUnderTest, foreign, prod } from './controller.fixture.ts';
import { migrateLabels } from '../reconcile/reconciliation.fixture.ts';

const sweep = 6 * 3600_000;
const rest = 600_000;

let test: ControllerUnderTest;

beforeEach(() => {
  test = new ControllerUnderTest();
});

afterEach(async () => {
  await test.end();
});

describe('when it is looked at again', () => {
  it('what rests: every ten minutes, but not all at the same moment', async () => {
    test.seed({ labels: migrateLabels, annotations: foreign });
    await test.start();
    test.looked();
    await test.settle(rest - 1);
    expect(test.looked()).toEqual([]);
    await test.settle(1);
    expect(test.looked()).toEqual([prod]);
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await test.settle(rest);
    expect(test.looked()).toEqual([prod]);
    await test.settle(rest * 0.9);
    expect(test.looked()).toEqual([prod]);
  });

  it('what nobody asks for any more: never', async () => {
    test.seed({ labels: migrateLabels, annotations: foreign });
    await test.start();
    test.cluster.edit(kinds.quayEcosystems, target, { metadata: { labels: null } });
    await test.settle();
    test.looked();
    await test.settle(rest * 2);
    expect(test.looked()).toEqual([]);
    expect(test.onForget).not.toHaveBeenCalled();
  });

  it('what is open: after the seconds that it says', async () => {
    test.seed({ labels: migrateLabels });
    await test.journaled({ phase: 'holding', failedStep: 'verify' });
    await test.start();
    test.looked();
    await test.settle(9_999);
    expect(test.looked()).toEqual([]);
    await test.settle(1);
    expect(test.looked()).toEqual([prod]);
  });

  it('all of it: every six hours, as long as it runs', async () => {
    await test.start();
    await test.journaled();
    await test.settle(sweep - 1);
    expect(test.looked()).toEqual([]);
    await test.settle(1);
    expect(test.looked()).toEqual([prod]);
    await test.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('what failed: later and later, at most every half minute, and it is said without what an error carries', async () => {
    test.seed({ labels: migrateLabels });
    await test.journaled();
    const trouble = Object.assign(new Error('etcd is away'), { body: 'a secret' });
    const list = test.cluster.list.bind(test.cluster);
    test.cluster.list = async (resource, selection) => {
      if (resource.kind === 'Secret') throw trouble;
      return list(resource, selection);
    };
    await test.start();
    expect(test.looked()).toEqual([prod]);
    for (const pause of [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      await test.settle(pause - 1);
      expect(test.looked()).toEqual([]);
      await test.settle(1);
      expect(test.looked()).toEqual([prod]);
    }
    expect(test.log.error.mock.calls[0]).toEqual([
      { ecosystem: prod, error: { message: 'etcd is away', stack: trouble.stack } },
      expect.any(String),
    ]);
    test.cluster.list = list;
    await test.settle(30_000);
    expect(test.looked()).toEqual([prod]);
    expect(test.log.error).toHaveBeenCalledTimes(9);
  });

  it('what was thrown without being an error is said, too', async () => {
    test.seed({ labels: migrateLabels });
    // As a library may.
    const text = vi.fn<() => Promise<never>>().mockRejectedValue('text');
    test.cluster.list = (resource) =>
      resource.kind === 'QuayRegistry' || resource.kind === 'Secret' ? text() : Promise.resolve([]);
    await test.start();
    expect(test.log.error.mock.calls[0]?.[0]).toEqual({ ecosystem: prod, error: { message: 'text' } });
  });

  it('what met a conflict: at once, more or less, and nothing is said', async () => {
    test.seed({ labels: migrateLabels });
    const list = test.cluster.list.bind(test.cluster);
    test.cluster.list = async (resource, selection) => {
      if (resource.kind === 'Secret') throw new ApiError(409, 'Conflict', 'modified');
      return list(resource, selection);
    };
    await test.start();
    test.looked();
    for (const pause of [100, 200, 300]) {
      await test.settle(pause - 1);
      expect(test.looked()).toEqual([]);
      await test.settle(1);
      expect(test.looked()).toEqual([prod]);
    }
    expect(test.log.error).not.toHaveBeenCalled();
  });

  it('what lost the Lease on the way: not by us', async () => {
    test.seed({ labels: migrateLabels });
    const list = test.cluster.list.bind(test.cluster);
    test.cluster.list = async (resource, selection) => {
      if (resource.kind === 'Secret') throw new LeaseLost();
      return list(resource, selection);
    };
    await test.start();
    test.looked();
    await test.settle(60_000);
    expect(test.looked()).toEqual([]);
    expect(test.log.error).not.toHaveBeenCalled();
  });
});
