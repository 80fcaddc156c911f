import { PageSection, Title } from '@patternfly/react-core';
import type { ReactNode } from 'react';

export default function ListPageHeader({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <PageSection>
      <Title headingLevel="h1">{title}</Title>
      {children}
    </PageSection>
  );
}
