import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { lock, tryLock } from './machine-lock.ts';

describe('tryLock', () => {
  it('gives a name to one holder at a time', async () => {
    const name = randomUUID();
    const first = await tryLock(name);
    expect(first).toBeDefined();
    expect(await tryLock(name)).toBeUndefined();
    await first?.release();
    const second = await tryLock(name);
    expect(second).toBeDefined();
    await second?.release();
  });

  it('refuses a name that is too long for the kernel, instead of locking a part of it', async () => {
    await expect(tryLock('x'.repeat(200))).rejects.toThrow();
  });
});

describe('lock', () => {
  it('waits for the holder, and says so once', async () => {
    const name = randomUUID();
    const first = await tryLock(name);
    const onWait = vi.fn();
    const second = lock(name, onWait);
    setTimeout(() => void first?.release(), 600);
    await (await second).release();
    expect(onWait).toHaveBeenCalledTimes(1);
  });
});
