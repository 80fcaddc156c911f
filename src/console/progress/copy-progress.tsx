import {
  Card,
  CardBody,
  CardTitle,
  Content,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Progress as ProgressBar,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Progress } from '../../contract/progress.ts';
import { bytesText, countText, percentOf } from '../text/quantities.ts';
import { useText } from '../text/use-text.ts';
import { paceText, phaseText, rowsArrived, tablesInWork } from './live-progress.ts';

/** How far the copy of the database is. */
export function CopyProgress({ progress }: { readonly progress: Progress }): ReactElement {
  const t = useText();
  const { phase, rows, bytes, tables, message } = progress;
  const inWork = tablesInWork(progress);
  const percent = percentOf(bytes.done, bytes.total);
  return (
    <Card data-test="quay-migration-copy" data-phase={phase}>
      <CardTitle component="h3">{t('Copy of the database')}</CardTitle>
      <CardBody>
        <Stack hasGutter>
          <StackItem>
            <ProgressBar
              id="quay-migration-copy-progress"
              value={percent}
              title={phaseText(phase, t)}
              aria-label={t('Copy of the database')}
              {...(phase === 'failed' && { variant: 'danger' as const })}
              {...(phase === 'done' && { variant: 'success' as const })}
            />
          </StackItem>
          <StackItem>
            <DescriptionList isCompact isHorizontal>
              <Fact
                name="rows"
                term={t('Rows')}
                done={countText(rowsArrived(progress))}
                total={countText(rows.total)}
              />
              <Fact name="bytes" term={t('Data')} done={bytesText(bytes.done)} total={bytesText(bytes.total)} />
              <Fact name="tables" term={t('Tables')} done={countText(tables.done)} total={countText(tables.total)} />
            </DescriptionList>
          </StackItem>
          <StackItem>
            <Content component="small">{paceText(progress, t)}</Content>
            <Content component="small">{inWork.length === 0 ? message : t('Tables in work')}</Content>
            {inWork.length > 0 && (
              <ul aria-label={t('Tables in work')}>
                {inWork.map(({ table, rows: of }) => (
                  <li key={table}>{`${table}: ${countText(of.done)} / ${countText(of.total)}`}</li>
                ))}
              </ul>
            )}
          </StackItem>
        </Stack>
      </CardBody>
    </Card>
  );
}

interface FactProps {
  readonly name: string;
  readonly term: string;
  readonly done: string;
  readonly total: string;
}

function Fact({ name, term, done, total }: FactProps): ReactElement {
  const t = useText();
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{term}</DescriptionListTerm>
      <DescriptionListDescription data-test={`quay-migration-copy-${name}`}>
        {t('{{done}} of {{total}}', { done, total })}
      </DescriptionListDescription>
    </DescriptionListGroup>
  );
}
