import { Alert, Checkbox, Content, Flex, FlexItem, Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement, ReactNode } from 'react';
import { type Finding as FindingView, bySeverity } from '../../contract/finding.ts';
import { ObjectLink } from '../text/object-link.tsx';
import { readableTimes } from '../text/readable-times.ts';
import { Section } from '../text/section.tsx';
import { sentence } from '../text/sentence.ts';
import { type Translate, useLanguage, useText } from '../text/use-text.ts';
import { findingHeading } from './finding-heading.ts';
import { withAccepted } from './kept-choices.ts';

interface Props {
  readonly findings: readonly FindingView[];
  readonly acknowledged?: readonly string[];
  /** Missing where there is nothing to accept any more. */
  readonly onAcknowledge?: (acknowledged: readonly string[]) => void;
}

/** Findings, blockers first, each with its remedy and what it is about; what needs no decision is folded. */
export function FindingList({ findings, acknowledged = [], onAcknowledge }: Props): ReactElement {
  const t = useText();
  const sorted = bySeverity(findings);
  const infos = sorted.filter(({ severity }) => severity === 'info');
  return (
    <Stack hasGutter data-test="quay-migration-findings">
      <StackItem>
        <Title headingLevel="h3">{t('Findings')}</Title>
      </StackItem>
      {findings.length === infos.length && (
        <StackItem>
          <Alert isInline isPlain variant="success" title={t('No issues found')} />
        </StackItem>
      )}
      {sorted.slice(0, sorted.length - infos.length).map((finding) => (
        <StackItem key={`${finding.id} ${finding.object} ${finding.field}`}>
          <Finding finding={finding}>
            {finding.severity === 'warning' && onAcknowledge !== undefined && (
              <Checkbox
                id={`quay-migration-accept-${finding.id}-${finding.object}-${finding.field}`}
                data-test={`quay-migration-accept-${finding.id}`}
                label={t('I acknowledge this warning')}
                isChecked={acknowledged.includes(finding.id)}
                onChange={(_event, checked) => {
                  onAcknowledge(withAccepted(acknowledged, finding.id, checked));
                }}
              />
            )}
          </Finding>
        </StackItem>
      ))}
      {infos.length > 0 && (
        <Section name="infos" title={t('Information ({{number}})', { number: infos.length })}>
          <Stack hasGutter>
            {infos.map((finding) => (
              <StackItem key={`${finding.id} ${finding.object} ${finding.field}`}>
                <Finding finding={finding} />
              </StackItem>
            ))}
          </Stack>
        </Section>
      )}
    </Stack>
  );
}

const variants = { blocker: 'danger', warning: 'warning', info: 'info' } as const;

function Finding({
  finding,
  children,
}: {
  readonly finding: FindingView;
  readonly children?: ReactNode;
}): ReactElement {
  const t = useText();
  const language = useLanguage();
  const { id, severity, object, field, message, remedy } = finding;
  const { heading, rest } = findingHeading(readableTimes(sentence(message), language));
  return (
    <Alert
      isInline
      variant={variants[severity]}
      title={`${severityText(severity, t)}: ${heading}`}
      data-test={`quay-migration-finding-${id}`}
    >
      <Stack hasGutter>
        {rest !== '' && <StackItem>{rest}</StackItem>}
        {remedy !== '' && <StackItem>{sentence(remedy)}</StackItem>}
        <StackItem>
          <Flex columnGap={{ default: 'columnGapMd' }}>
            <FlexItem>
              <ObjectLink object={object} />
            </FlexItem>
            {field !== '' && (
              <FlexItem>
                <Content component="small">{field}</Content>
              </FlexItem>
            )}
            <FlexItem>
              <Content component="small">{id}</Content>
            </FlexItem>
          </Flex>
        </StackItem>
        {Boolean(children) && <StackItem>{children}</StackItem>}
      </Stack>
    </Alert>
  );
}

function severityText(severity: FindingView['severity'], t: Translate): string {
  if (severity === 'blocker') return t('Blocker');
  return severity === 'warning' ? t('Warning') : t('Info');
}
