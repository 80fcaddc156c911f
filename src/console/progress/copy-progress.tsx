import {
  Card,
  CardBody,
  CardTitle,
  Content,
  DescriptionList,
  List,
  ListItem,
  Progress as ProgressBar,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Progress } from '../../contract/progress.ts';
import { Fact } from '../text/fact.tsx';
import { bytesText, countText, percentOf } from '../text/quantities.ts';
import { sentence } from '../text/sentence.ts';
import { useLanguage, useText } from '../text/use-text.ts';
import { paceText, phaseText, rowsArrived, tablesBeingCopied } from './live-progress.ts';

/** How far the copy of the database is. */
export function CopyProgress({ progress }: { readonly progress: Progress }): ReactElement {
  const t = useText();
  const language = useLanguage();
  const { phase, bytes, message } = progress;
  const copied = tablesBeingCopied(progress);
  const pace = paceText(progress, t, language);
  return (
    <Card data-test="quay-migration-copy" data-phase={phase}>
      <CardTitle component="h3">{t('Database copy')}</CardTitle>
      <CardBody>
        <Stack hasGutter>
          <StackItem>
            <ProgressBar
              id="quay-migration-copy-progress"
              value={percentOf(bytes.done, bytes.total)}
              title={phaseText(phase, t)}
              aria-label={t('Database copy')}
              {...(phase === 'failed' && { variant: 'danger' as const })}
              {...(phase === 'done' && { variant: 'success' as const })}
            />
          </StackItem>
          {isMeasured(progress) && (
            <StackItem>
              <CopyFacts progress={progress} />
            </StackItem>
          )}
          {pace !== '' && (
            <StackItem>
              <Content component="small">{pace}</Content>
            </StackItem>
          )}
          {copied.length > 0 ? (
            <StackItem>
              <Content component="small">{t('Tables being copied')}</Content>
              <List isPlain aria-label={t('Tables being copied')}>
                {copied.map(({ table, rows }) => (
                  <ListItem key={table}>
                    {`${table}: ${countText(rows.done, language)} / ${countText(rows.total, language)}`}
                  </ListItem>
                ))}
              </List>
            </StackItem>
          ) : (
            isMeasured(progress) && (
              <StackItem>
                <Content component="small">{sentence(message)}</Content>
              </StackItem>
            )
          )}
        </Stack>
      </CardBody>
    </Card>
  );
}

/** Before the worker has read the source database, all its totals are zero, which says nothing. */
function isMeasured({ rows, bytes, tables }: Progress): boolean {
  return rows.total + bytes.total + tables.total > 0;
}

function CopyFacts({ progress }: { readonly progress: Progress }): ReactElement {
  const t = useText();
  const language = useLanguage();
  const { rows, bytes, tables } = progress;
  const share = (done: string, total: string): string => t('{{done}} of {{total}}', { done, total });
  const count = (number: number): string => countText(number, language);
  const size = (number: number): string => bytesText(number, language);
  return (
    <DescriptionList isCompact isAutoFit autoFitMinModifier={{ default: '7rem' }}>
      <Fact name="copy-rows" term={t('Rows')}>
        {share(count(rowsArrived(progress)), count(rows.total))}
      </Fact>
      <Fact name="copy-bytes" term={t('Data')}>
        {share(size(bytes.done), size(bytes.total))}
      </Fact>
      <Fact name="copy-tables" term={t('Tables')}>
        {share(count(tables.done), count(tables.total))}
      </Fact>
    </DescriptionList>
  );
}
