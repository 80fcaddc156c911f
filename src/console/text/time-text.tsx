import type { ReactElement } from 'react';

/** A time as the reader's browser writes it; with its date only when that is not today. */
export function TimeText({ time }: { readonly time: string }): ReactElement {
  return <time dateTime={time}>{timeText(new Date(time), new Date())}</time>;
}

export function timeText(time: Date, now: Date): string {
  if (Number.isNaN(time.getTime())) return '-';
  const sameDay = time.toDateString() === now.toDateString();
  return sameDay ? time.toLocaleTimeString() : time.toLocaleString();
}
