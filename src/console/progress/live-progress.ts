import type { Progress, TableProgress } from '../../contract/progress.ts';
import type { Translate } from '../text/use-text.ts';
import { bytesText, durationText } from '../text/quantities.ts';

export function phaseText(phase: Progress['phase'], t: Translate): string {
  switch (phase) {
    case 'connecting':
      return t('Connecting to both databases');
    case 'definitions':
      return t('Creating tables');
    case 'rows':
      return t('Copying rows');
    case 'indexes':
      return t('Building indexes');
    case 'proof':
      return t('Comparing every row');
    case 'done':
      return t('Done');
    case 'failed':
      return t('Copy failed');
  }
}

/** Of the tables that are listed, which have started and are not done. */
export function tablesBeingCopied({ current = [] }: Progress): readonly TableProgress[] {
  return current.filter(({ bytes }) => bytes.done > 0 && bytes.done < bytes.total);
}

/**
 * Rows that have arrived. The worker counts those of a table when it is done, and one large table is half of a registry.
 * A table that is larger than was estimated looks as if it were done before it is counted: then the listed ones tell.
 */
export function rowsArrived(progress: Progress): number {
  const sum = (tables: readonly TableProgress[]): number => tables.reduce((all, { rows }) => all + rows.done, 0);
  return Math.max(progress.rows.done + sum(tablesBeingCopied(progress)), sum(progress.current ?? []));
}

/** `12.0 MiB/s, about 3 min left`: what of it is known. */
export function paceText({ bytesPerSecond, secondsLeft }: Progress, t: Translate, language: string): string {
  const parts: string[] = [];
  if (bytesPerSecond !== undefined) {
    parts.push(t('{{bytes}} per second', { bytes: bytesText(bytesPerSecond, language) }));
  }
  if (secondsLeft !== undefined) parts.push(t('about {{time}} left', { time: durationText(secondsLeft * 1000) }));
  return parts.join(', ');
}
