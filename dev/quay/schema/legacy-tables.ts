import { enumerations } from './enumerations.ts';
import { images } from './images.ts';
import { operations } from './operations.ts';
import { people } from './people.ts';
import { repositories } from './repositories.ts';
import { type Table, parseTables } from './schema-notation.ts';

/** The schema revisions that a migration may start from: Quay 3.2 and 3.3. */
export type LegacyHead = '34c8ef052ec9' | '04b9d2191450';

export const quay32: LegacyHead = '34c8ef052ec9';
export const quay33: LegacyHead = '04b9d2191450';

const all = parseTables([enumerations, people, repositories, images, operations].join('\n'));
const newIn33 = new Set(['deletedrepository', 'manifestsecuritystatus']);

/** Every table with an id; alembic_version, which has none, stands apart. */
export function legacyTables(head: LegacyHead): readonly Table[] {
  return head === quay33 ? all : all.filter(({ name }) => !newIn33.has(name));
}
