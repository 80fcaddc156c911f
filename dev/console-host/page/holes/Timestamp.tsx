import type { ReactNode } from 'react';

export default function Timestamp({ timestamp }: { readonly timestamp?: string | number }): ReactNode {
  if (timestamp === undefined) return '-';
  const date = new Date(timestamp);
  return (
    <time dateTime={date.toISOString()}>{date.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })}</time>
  );
}
