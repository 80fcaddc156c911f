import type { Finding as FindingView } from '../../contract/finding.ts';
import { sentence } from '../text/sentence.ts';

/**
 * With these words a message goes on from what it is about ("is LocalStorage"). With any other it is a sentence of its
 * own, such as "the database is ephemeral".
 */
export const goingOn: ReadonlySet<string> = new Set([
  ...['is', 'was', 'has', 'does', 'must', 'would', 'could', 'cannot', 'exists', 'expires', 'expired', 'with'],
  ...['asks', 'carries', 'claims', 'keeps', 'leads', 'leaves', 'lets', 'mounts', 'names', 'runs', 'says', 'selects'],
  ...['speaks', 'stays'],
]);

/** Fields that stand for the whole object. */
const wholeObject =
  /^$|^metadata\.(name|uid|deletionTimestamp|managedFields|labels\[.*|annotations\[.*)$|^spec\.version$/;

/** What a finding says, as a whole sentence: its subject is its field, or its object where that is meant. */
export function findingLine({ object, field, message }: Pick<FindingView, 'object' | 'field' | 'message'>): string {
  const [first = ''] = message.split(/[\s,;:]/, 1);
  return sentence(goingOn.has(first) ? `${subjectOf(object, field)} ${message}` : message);
}

function subjectOf(object: string, field: string): string {
  const choice = /^metadata\.annotations\[(quay-migration\/.*)\]$/.exec(field)?.[1];
  if (choice !== undefined) return `The annotation ${choice}`;
  if (wholeObject.test(field)) return object;
  const [, file, key] = /^data\[(.*?)\](?:: (.*))?$/.exec(field) ?? [];
  if (file !== undefined) return key === undefined ? file : `${key} of ${file}`;
  return field;
}
