import type { ReactElement } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import { useText } from '../text/use-text.ts';

const unseen = { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' } as const;

/** Tells a screen reader which step runs, when that changes; seconds and rows would talk without end. */
export function SpokenProgress({ steps }: Pick<MigrationStatus, 'steps'>): ReactElement {
  const t = useText();
  const running = steps.findIndex(({ state }) => state === 'running');
  return (
    <div aria-live="polite" style={unseen}>
      {running >= 0 &&
        t('Step {{number}} of {{total}}: {{title}}', {
          number: running + 1,
          total: steps.length,
          title: steps[running]?.title ?? '',
        })}
    </div>
  );
}
