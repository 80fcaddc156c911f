import { Alert, List, ListItem, Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { RollbackPreview } from '../../contract/rollback-preview.ts';
import { useText } from '../text/use-text.ts';

/** The preview of the rollback in words. */
export function PreviewText({ preview }: { readonly preview: RollbackPreview }): ReactElement {
  const t = useText();
  const { possible, reason, rollBack, undone, lost, kept } = preview;
  const refusal = possible ? rollBack.reason : reason;
  return (
    <Stack hasGutter>
      {(!possible || !rollBack.allowed) && (
        <StackItem>
          <Alert
            isInline
            component="h2"
            variant="danger"
            title={t('Rollback not possible')}
            data-test="quay-migration-rollback-no"
          >
            {refusal}
          </Alert>
        </StackItem>
      )}
      <StackItem>
        {lost.length === 0 ? (
          <Alert
            isInline
            component="h2"
            variant="success"
            title={t('No data is lost')}
            data-test="quay-migration-rollback-lost"
          />
        ) : (
          <Alert
            isInline
            component="h2"
            variant="warning"
            title={t('Data will be lost')}
            data-test="quay-migration-rollback-lost"
          >
            <Lines lines={lost} />
          </Alert>
        )}
      </StackItem>
      <StackItem>
        <Title headingLevel="h2">{t('Undone, in this order')}</Title>
        <Lines lines={undone.map(({ object, action }) => (object === '' ? action : `${object}: ${action}`))} />
      </StackItem>
      {kept.length > 0 && (
        <StackItem>
          <Title headingLevel="h2">{t('Kept')}</Title>
          <Lines lines={kept} />
        </StackItem>
      )}
    </Stack>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }): ReactElement {
  return (
    <List>
      {lines.map((line, position) => (
        <ListItem key={`${position} ${line}`}>{line}</ListItem>
      ))}
    </List>
  );
}
