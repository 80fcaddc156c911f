import type { TestProject } from 'vitest/node';
import { ensureToolchain } from '../cluster/tools/toolchain.ts';

/** The chart's tests need helm, and no cluster. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const { helm } = await ensureToolchain({ keys: ['helm'] });
  provide('helm', helm);
}
