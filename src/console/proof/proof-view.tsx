import { Alert, Card, CardBody, CardTitle, List, ListItem, Stack, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Proof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';
import { Section } from '../text/section.tsx';
import { useText } from '../text/use-text.ts';
import { ProofFacts } from './proof-facts.tsx';
import { ProofTable } from './proof-table.tsx';

/** What shows that both databases are equal: one line, and what is behind it folded. The report has the digests. */
export function ProofView({ proof }: { readonly proof: Proof }): ReactElement {
  const t = useText();
  const { notes = [], equal, notLookedAt } = proof;
  return (
    <Card data-test="quay-migration-proof">
      <CardTitle component="h3">{t('Proof of the database copy')}</CardTitle>
      <CardBody>
        <Stack hasGutter>
          <StackItem>
            <Alert
              isInline
              isPlain
              component="h4"
              variant={equal ? 'success' : 'danger'}
              title={
                equal
                  ? t('Every row of {{count}} tables was compared and is equal', { count: proofTotals(proof).tables })
                  : t('The databases are not equal')
              }
            />
          </StackItem>
          {notes.length > 0 && (
            <StackItem>
              <ProofNotes notes={notes} />
            </StackItem>
          )}
          <Section name="proof" title={t('Comparison details')} open={!equal}>
            <Stack hasGutter>
              <StackItem>
                <ProofFacts proof={proof} />
              </StackItem>
              {notLookedAt !== undefined && (
                <StackItem data-test="quay-migration-proof-not-looked-at">
                  {t('Not compared: {{what}}.', { what: notLookedAt.join('; ') })}
                </StackItem>
              )}
              <StackItem>
                <ProofTable tables={proof.tables} />
              </StackItem>
            </Stack>
          </Section>
        </Stack>
      </CardBody>
    </Card>
  );
}

/** What the copy does not have on purpose: somebody may have to make it anew. */
function ProofNotes({ notes }: { readonly notes: readonly string[] }): ReactElement {
  const t = useText();
  return (
    <Alert isInline component="h4" variant="warning" title={t('Not copied')} data-test="quay-migration-proof-notes">
      <List isPlain>
        {notes.map((note) => (
          <ListItem key={note}>{note}</ListItem>
        ))}
      </List>
    </Alert>
  );
}
