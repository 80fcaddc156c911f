import { revisionsTo312 } from './revisions-to-3.12.ts';
import { revisionsTo317 } from './revisions-to-3.17.ts';
import { revisionsTo318 } from './revisions-to-3.18.ts';
import { revisionsTo38 } from './revisions-to-3.8.ts';
import type { Revision } from './revision.ts';
import { quay32 } from '../schema/legacy-tables.ts';

/** What stands before the first revision here. */
export const chainStart = quay32;

/** Linear, as Quay's is; revisions that change nothing of interest are left out. */
export const chain: readonly Revision[] = [...revisionsTo38, ...revisionsTo312, ...revisionsTo317, ...revisionsTo318];

/** The revision at which each version of Quay ends. */
const heads: Readonly<Record<string, string>> = {
  '3.6': '909d725887d3',
  '3.7': 'd94d328733e4',
  '3.8': 'b2d1e4b95fc2',
  '3.9': '8cf90670bf38',
  '3.10': '8d47693829a0',
  '3.11': 'cead4183265c',
  '3.12': '3f8d7acdf7f9',
  '3.13': '8e97c2cfee57',
  '3.14': '3634f2df3c5b',
  '3.15': '1623f40582ed',
  '3.16': '7078c84d14e8',
  '3.17': 'c3d4e5f6a7b8',
  '3.18': '9fa37f66a9b6',
};

/** The head of a version such as `3.17` or `v3.17.4`. */
export function headOf(version: string): string {
  const minor = /^v?(\d+\.\d+)/.exec(version)?.[1] ?? version;
  const head = heads[minor];
  if (head === undefined) throw new Error(`QUAY_VERSION ${version}: known are ${Object.keys(heads).join(', ')}`);
  return head;
}

/** The revisions between two, the first left out; throws as alembic does for a revision that this version lacks. */
export function revisionsBetween(from: string, to: string): readonly Revision[] {
  const position = (id: string): number => (id === chainStart ? -1 : chain.findIndex((revision) => revision.id === id));
  const start = position(from);
  const end = position(to);
  const known = (start >= 0 || from === chainStart) && start <= end;
  if (!known) throw new Error(`Can't locate revision identified by '${from}'`);
  return chain.slice(start + 1, end + 1);
}
