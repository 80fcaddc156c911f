import {
  Alert,
  Card,
  CardBody,
  CardTitle,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Proof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';
import { bytesText, countText } from '../text/quantities.ts';
import { useText } from '../text/use-text.ts';
import { ProofTable } from './proof-table.tsx';

/** What shows that both databases hold the same. */
export function ProofView({ proof }: { readonly proof: Proof }): ReactElement {
  const t = useText();
  const totals = proofTotals(proof);
  const { definitions, source, target } = proof;
  return (
    <Card data-test="quay-migration-proof">
      <CardTitle component="h3">{t('Proof of the copy')}</CardTitle>
      <CardBody>
        <Stack hasGutter>
          <StackItem>
            <Alert
              isInline
              isPlain
              variant={proof.equal ? 'success' : 'danger'}
              title={proof.equal ? t('Both databases hold the same') : t('The databases differ')}
            />
          </StackItem>
          <StackItem>
            {' '}
            <DescriptionList isCompact isHorizontal>
              <Fact
                term={t('Tables that are equal')}
                text={t('{{done}} of {{total}}', {
                  done: countText(totals.equalTables),
                  total: countText(totals.tables),
                })}
              />
              <Fact term={t('Rows')} text={countText(totals.rows)} />
              <Fact term={t('Data')} text={bytesText(totals.bytes)} />
              <Fact
                term={t('Sequences that are equal')}
                text={t('{{done}} of {{total}}', {
                  done: countText(totals.equalSequences),
                  total: countText(totals.sequences),
                })}
              />
              <Fact
                term={t('Definitions')}
                text={definitions.equal ? t('Equal') : [t('Different'), ...(definitions.differing ?? [])].join(', ')}
              />
              <Fact term={t('PostgreSQL')} text={`${source.serverVersion} → ${target.serverVersion}`} />
            </DescriptionList>
          </StackItem>
          <StackItem>
            {' '}
            <ProofTable tables={proof.tables} />
          </StackItem>
        </Stack>
      </CardBody>
    </Card>
  );
}

function Fact({ term, text }: { readonly term: string; readonly text: string }): ReactElement {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{term}</DescriptionListTerm>
      <DescriptionListDescription>{text}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}
