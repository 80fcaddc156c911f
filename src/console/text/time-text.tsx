import type { ReactElement } from 'react';
import { timeText } from './quantities.ts';

/** A time as the reader's browser writes it; with its date only when that is not today. */
export function TimeText({ time }: { readonly time: string }): ReactElement {
  return <time dateTime={time}>{timeText(new Date(time), new Date())}</time>;
}
