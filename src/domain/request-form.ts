import { acknowledgedAnnotation, requestAnnotation, rollbackAnnotation } from '../contract/annotations.ts';

/** A request names an attempt in annotations, conditions and what is remembered of it: short, and readable everywhere. */
const longestRequest = 253;

/** Ids of findings that one acknowledgement may list, and how long each may be. */
const mostAcknowledged = 128;
const longestFindingId = 63;

const longestAcknowledgement = longestRequest + 2 + mostAcknowledged * (longestFindingId + 1);

const form = /^[A-Za-z0-9][A-Za-z0-9._:+-]*$/;

const inWords = `at most ${longestRequest} characters, only letters, digits and . _ : + -, and must begin with a letter or digit`;

/**
 * Why the annotations are not a valid request: a sentence that begins with the name of the annotation and never repeats
 * its value. Undefined when they are valid.
 */
export function requestProblem(annotations: Readonly<Record<string, string>>): string | undefined {
  for (const name of [requestAnnotation, rollbackAnnotation]) {
    const value = annotations[name]?.trim() ?? '';
    if (value.length > longestRequest) return `${name} has ${value.length} characters. It may have ${inWords}`;
    if (value !== '' && !form.test(value)) return `${name} has a character that is not allowed. It may have ${inWords}`;
  }
  const acknowledged = annotations[acknowledgedAnnotation] ?? '';
  if (acknowledged.length <= longestAcknowledgement) return undefined;
  return (
    `${acknowledgedAnnotation} has ${acknowledged.length} characters. It may have ${longestAcknowledgement}, enough ` +
    `for a request and ${mostAcknowledged} ids of findings`
  );
}
