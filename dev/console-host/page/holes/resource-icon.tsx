import { Label } from '@patternfly/react-core';
import type { ReactNode } from 'react';

export function ResourceIcon({ kind = '' }: { readonly kind?: string }): ReactNode {
  return (
    <Label isCompact title={kind}>
      {kind.replace(/[^A-Z]/g, '').slice(0, 3)}
    </Label>
  );
}
