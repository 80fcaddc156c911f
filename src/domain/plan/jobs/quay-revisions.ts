/** Heads of Quay's linear chain of schema revisions (alembic), by version, oldest first. */
const heads: readonly (readonly [minor: number, revision: string])[] = [
  [2, '34c8ef052ec9'],
  [3, '04b9d2191450'],
  [4, '88e64904d000'],
  [5, '88e64904d000'],
  [6, '909d725887d3'],
  [7, 'd94d328733e4'],
  [8, 'b2d1e4b95fc2'],
  [9, '8cf90670bf38'],
  [10, '8d47693829a0'],
  [11, 'cead4183265c'],
  [12, '3f8d7acdf7f9'],
  [13, '8e97c2cfee57'],
  [14, '3634f2df3c5b'],
  [15, '1623f40582ed'],
  [16, '7078c84d14e8'],
  [17, 'c3d4e5f6a7b8'],
  [18, '9fa37f66a9b6'],
  [19, '9fa37f66a9b6'],
];

/** Known ones on the way, at which no version ends. */
const between: readonly string[] = [
  '3383aad1e992',
  '46980ea2dde5',
  'a0fc06d604a4',
  '8a70b8777089',
  '0cdd1f27a450',
  'a32e17bfad20',
  '5b8dc452f5c3',
  'e8ed3fb547da',
  '414c5e2fc487',
  'b1a79fa8e630',
  'd064a4f00d4a',
  'b30800b1d271',
  '6715e4719375',
];

/** The revision at which a Quay 3.MINOR ends; for one that is newer than this table, the last that is known. */
export function headOfQuay(minor: number): string {
  return heads.findLast(([known]) => known <= minor)?.[1] ?? '';
}

/**
 * The revisions that are known and belong to other versions. Any other than these may have come with a later z-stream
 * release of the version that was expected.
 */
export function otherRevisions(expected: string): readonly string[] {
  const known = [...heads.map(([, revision]) => revision), ...between];
  return [...new Set(known)].filter((revision) => revision !== expected);
}
