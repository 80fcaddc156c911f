import { ExpandableSection, StackItem } from '@patternfly/react-core';
import { type ReactElement, type ReactNode, useState } from 'react';

interface Props {
  /** For tests: the end of its `data-test`. */
  readonly name: string;
  readonly title: string;
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** A part of a Stack that unfolds. What it holds is made, and read from the service, only when it is unfolded. */
export function Section({ name, title, open = false, children }: Props): ReactElement {
  const [expanded, setExpanded] = useState(open);
  return (
    <StackItem>
      <ExpandableSection
        toggleText={title}
        isExpanded={expanded}
        isIndented
        onToggle={(_event, next) => {
          setExpanded(next);
        }}
        data-test={`quay-migration-section-${name}`}
      >
        {expanded && children}
      </ExpandableSection>
    </StackItem>
  );
}
