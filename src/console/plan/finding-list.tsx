import { Alert, Checkbox, Content, Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { FindingView } from '../../contract/plan-preview.ts';
import { sentence } from '../text/sentence.ts';
import { type Translate, useText } from '../text/use-text.ts';
import { withAccepted } from './kept-choices.ts';
import { bySeverity } from './start-obstacle.ts';

interface Props {
  readonly findings: readonly FindingView[];
  readonly acknowledged?: readonly string[];
  /** Missing where there is nothing to accept any more. */
  readonly onAcknowledge?: (acknowledged: readonly string[]) => void;
}

/** Findings, blockers first, each with what it is about and its remedy. */
export function FindingList({ findings, acknowledged = [], onAcknowledge }: Props): ReactElement {
  const t = useText();
  return (
    <Stack hasGutter data-test="quay-migration-findings">
      <StackItem>
        <Title headingLevel="h3">{t('Findings')}</Title>
      </StackItem>
      {findings.length === 0 && (
        <StackItem>
          <Alert isInline isPlain variant="success" title={t('Nothing stands in the way.')} />
        </StackItem>
      )}
      {bySeverity(findings).map((finding) => (
        <StackItem key={`${finding.id} ${finding.object} ${finding.field}`}>
          <Finding finding={finding}>
            {finding.severity === 'warning' && onAcknowledge !== undefined && (
              <Checkbox
                id={`quay-migration-accept-${finding.id}-${finding.object}-${finding.field}`}
                data-test={`quay-migration-accept-${finding.id}`}
                label={t('I accept this')}
                isChecked={acknowledged.includes(finding.id)}
                onChange={(_event, checked) => {
                  onAcknowledge(withAccepted(acknowledged, finding.id, checked));
                }}
              />
            )}
          </Finding>
        </StackItem>
      ))}
    </Stack>
  );
}

const variants = { blocker: 'danger', warning: 'warning', info: 'info' } as const;

function Finding({ finding, children }: { readonly finding: FindingView; readonly children: unknown }): ReactElement {
  const t = useText();
  const { id, severity, object, field, message, remedy } = finding;
  return (
    <Alert
      isInline
      variant={variants[severity]}
      title={`${severityText(severity, t)}: ${field === '' ? object : `${object}, ${field}`}`}
      data-test={`quay-migration-finding-${id}`}
    >
      <p>{sentence(message)}</p>
      {remedy !== '' && <p>{sentence(remedy)}</p>}
      <Content component="small">{id}</Content>
      {children as ReactElement}
    </Alert>
  );
}

function severityText(severity: FindingView['severity'], t: Translate): string {
  if (severity === 'blocker') return t('Blocker');
  return severity === 'warning' ? t('Warning') : t('Note');
}
