import { Alert, Card, CardBody, CardTitle, List, ListItem, Stack, StackItem } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Proof } from '../../contract/proof.ts';
import { useText } from '../text/use-text.ts';
import { ProofFacts } from './proof-facts.tsx';
import { ProofTable } from './proof-table.tsx';

/** What shows that both databases hold the same. */
export function ProofView({ proof }: { readonly proof: Proof }): ReactElement {
  const t = useText();
  const { notes = [] } = proof;
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
            <ProofFacts proof={proof} />
          </StackItem>
          {notes.length > 0 && (
            <StackItem>
              <ProofNotes notes={notes} />
            </StackItem>
          )}
          {proof.notLookedAt !== undefined && (
            <StackItem data-test="quay-migration-proof-not-looked-at">
              {t('Not looked at: {{what}}.', { what: proof.notLookedAt.join('; ') })}
            </StackItem>
          )}
          <StackItem>
            <ProofTable tables={proof.tables} />
          </StackItem>
        </Stack>
      </CardBody>
    </Card>
  );
}

/** What the copy does not have on purpose: somebody may have to make it anew. */
function ProofNotes({ notes }: { readonly notes: readonly string[] }): ReactElement {
  const t = useText();
  return (
    <Alert isInline variant="warning" title={t('Not carried into the copy')} data-test="quay-migration-proof-notes">
      <List isPlain>
        {notes.map((note) => (
          <ListItem key={note}>{note}</ListItem>
        ))}
      </List>
    </Alert>
  );
}
