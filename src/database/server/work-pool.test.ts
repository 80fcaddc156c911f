import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Job, workThrough } from './work-pool.ts';

class Desk {
  ended = false;
  end(): Promise<void> {
    this.ended = true;
    return Promise.resolve();
  }
}

function job(said: string[], name: string, weight: number, next: readonly Job<Desk>[] = []): Job<Desk> {
  return {
    weight,
    run: async () => {
      said.push(name);
      await sleep(1);
      return next;
    },
  };
}

describe('workThrough', () => {
  it('begins the heaviest first, and what a job lets begin is weighed with the others', async () => {
    const said: string[] = [];
    const follows = [job(said, 'index', 4), job(said, 'small index', 1)];
    const jobs = [job(said, 'light', 3), job(said, 'heavy', 9, follows), job(said, 'none', 0)];
    await workThrough(jobs, [() => Promise.resolve(new Desk())]);
    expect(said).toEqual(['heavy', 'index', 'light', 'small index', 'none']);
  });

  it('wakes idle workers when there is more to do, and closes what it opened', async () => {
    const desks: Desk[] = [];
    let together = 0;
    let most = 0;
    const slow = (): Job<Desk> => ({
      weight: 1,
      run: async () => {
        together += 1;
        most = Math.max(most, together);
        await sleep(20);
        together -= 1;
        return [];
      },
    });
    const open = [1, 2, 3].map(() => () => {
      const desk = new Desk();
      desks.push(desk);
      return Promise.resolve(desk);
    });
    await workThrough([{ weight: 1, run: () => Promise.resolve([slow(), slow(), slow()]) }], open);
    expect(most).toBe(3);
    expect(desks.map(({ ended }) => ended)).toEqual([true, true, true]);
  });

  it('takes no other job after a failure, and throws the first', async () => {
    const said: string[] = [];
    const failing: Job<Desk> = { weight: 9, run: () => Promise.reject(new Error('the disk is full')) };
    const desk = new Desk();
    const working = workThrough([failing, job(said, 'later', 1)], [() => Promise.resolve(desk)]);
    await expect(working).rejects.toThrow('the disk is full');
    expect(said).toEqual([]);
    expect(desk.ended).toBe(true);
  });

  it('fails when no worker can begin', async () => {
    const nobody = (): Promise<Desk> => Promise.reject(new Error('cannot be reached'));
    await expect(workThrough([job([], 'a', 1)], [nobody, nobody])).rejects.toThrow('cannot be reached');
  });
});
