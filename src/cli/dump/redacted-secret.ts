import type { Secret } from '../../k8s/secret.ts';

/** Placeholders for values: `oc adm inspect` leaves values empty, must-gather plug-ins write a word. */
const redactionMark =
  /^[\s<[({*#_-]*(?:redacted|removed|hidden|elided|omitted|sanitized|masked|censored)[\s>\])}*#_-]*$/i;
const blank = /^[\s*.#-]*$/;

/** Whether all values of a Secret were removed. */
export function isRedacted({ data }: Secret): boolean {
  const values = Object.values(data ?? {});
  return values.length > 0 && values.every((value) => isPlaceholder(value));
}

/** Whether the value is a placeholder, as plain text or encoded. */
export function isPlaceholder(value: string): boolean {
  const plain = (text: string): boolean => text.length < 64 && (blank.test(text) || redactionMark.test(text));
  return plain(value) || (value.length < 64 && plain(Buffer.from(value, 'base64').toString('utf8')));
}
