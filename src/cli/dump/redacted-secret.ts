import type { Secret } from '../../k8s/secret.ts';

/** What tools write where a value was: `oc adm inspect` leaves it empty, must-gather plug-ins write a word. */
const redactionMark =
  /^[\s<[({*#_-]*(?:redacted|removed|hidden|elided|omitted|sanitized|masked|censored)[\s>\])}*#_-]*$/i;
const blank = /^[\s*.#-]*$/;

/** Whether all values of a Secret were removed. */
export function isRedacted({ data }: Secret): boolean {
  const values = Object.values(data ?? {});
  return values.length > 0 && values.every((value) => isRemovedValue(value));
}

/** Whether a tool has removed the value and left its mark, as plain text or encoded. */
export function isRemovedValue(value: string): boolean {
  const plain = (text: string): boolean => text.length < 64 && (blank.test(text) || redactionMark.test(text));
  return plain(value) || (value.length < 64 && plain(Buffer.from(value, 'base64').toString('utf8')));
}
