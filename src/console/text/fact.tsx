import { DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core';
import type { ReactElement, ReactNode } from 'react';

interface Props {
  readonly term: string;
  readonly children: ReactNode;
  /** For tests: the end of its `data-test`. */
  readonly name?: string;
}

/** One fact of a DescriptionList. */
export function Fact({ term, children, name }: Props): ReactElement {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{term}</DescriptionListTerm>
      <DescriptionListDescription {...(name !== undefined && { 'data-test': `quay-migration-${name}` })}>
        {children}
      </DescriptionListDescription>
    </DescriptionListGroup>
  );
}
