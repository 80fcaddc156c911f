import { type ReactNode, useEffect } from 'react';

export function DocumentTitle({ children }: { readonly children: ReactNode }): ReactNode {
  useEffect(() => {
    document.title = `${String(children)} · Console`;
  }, [children]);
  return null;
}
