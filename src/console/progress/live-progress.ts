import type { Progress } from '../../contract/progress.ts';
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
      return t('The copy failed');
  }
}

/** `12.0 MiB/s, about 3 min left`: what of it is known. */
export function paceText({ bytesPerSecond, secondsLeft }: Progress, t: Translate): string {
  const parts: string[] = [];
  if (bytesPerSecond !== undefined) parts.push(t('{{bytes}} per second', { bytes: bytesText(bytesPerSecond) }));
  if (secondsLeft !== undefined) parts.push(t('about {{time}} left', { time: durationText(secondsLeft * 1000) }));
  return parts.join(', ');
}
