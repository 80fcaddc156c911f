import type { Secret } from '../../k8s/secret.ts';

/** What tools put in the place of values: `oc adm inspect` leaves them empty, must-gather plug-ins write a word. */
const redactionMark =
  /^[\s<[({*#_-]*(?:redacted|removed|hidden|elided|omitted|sanitized|masked|censored)[\s>\])}*#_-]*$/i;
const blank = /^[\s*.#-]*$/;

/** Whether a Secret has keys, and none of its values: somebody has taken them out. */
export function isRedacted({ data }: Secret): boolean {
  const values = Object.values(data ?? {});
  return values.length > 0 && values.every((value) => isPlaceholder(value));
}

/** A value in clear, or one that was encoded like any other. */
export function isPlaceholder(value: string): boolean {
  const plain = (text: string): boolean => text.length < 64 && (blank.test(text) || redactionMark.test(text));
  return plain(value) || (value.length < 64 && plain(Buffer.from(value, 'base64').toString('utf8')));
}
