import { Alert, Content, List, ListItem, Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { RollbackPreview } from '../../contract/rollback-preview.ts';
import { readableTimes } from '../text/readable-times.ts';
import { sentence } from '../text/sentence.ts';
import { useLanguage, useText } from '../text/use-text.ts';

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
            {sentence(refusal)}
          </Alert>
        </StackItem>
      )}
      <StackItem>
        <Alert
          isInline
          component="h2"
          variant={lost.length === 0 ? 'success' : 'warning'}
          title={lost.length === 0 ? t('No data is lost') : t('Data will be lost')}
          data-test="quay-migration-rollback-lost"
        >
          {lost.length > 0 && <Lines lines={lost} />}
        </Alert>
      </StackItem>
      {possible && (
        <StackItem>
          <Content component="p">{t('The registry is not available during the rollback.')}</Content>
        </StackItem>
      )}
      {undone.length > 0 && (
        <Lines
          title={t('Changes that are undone, in this order')}
          lines={undone.map(({ object, action }) => (object === '' ? action : `${object} ${action}`))}
        />
      )}
      {kept.length > 0 && <Lines title={t('Resources that are kept')} lines={kept} />}
    </Stack>
  );
}

function Lines({ title, lines }: { readonly title?: string; readonly lines: readonly string[] }): ReactElement {
  const language = useLanguage();
  const list = (
    <List>
      {lines.map((line, position) => (
        <ListItem key={`${position} ${line}`}>{readableTimes(sentence(line), language)}</ListItem>
      ))}
    </List>
  );
  if (title === undefined) return list;
  return (
    <>
      <StackItem>
        <Title headingLevel="h2" size="md">
          {title}
        </Title>
      </StackItem>
      <StackItem>{list}</StackItem>
    </>
  );
}
