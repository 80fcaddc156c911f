import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
} from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Proof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';
import { bytesText, countText } from '../text/quantities.ts';
import { useText } from '../text/use-text.ts';

/** A proof in numbers. */
export function ProofFacts({ proof }: { readonly proof: Proof }): ReactElement {
  const t = useText();
  const totals = proofTotals(proof);
  const { definitions, largeObjects, source, target } = proof;
  return (
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
      {largeObjects !== undefined && (
        <Fact
          term={t('Large objects')}
          text={t('{{done}} of {{total}}', {
            done: countText(largeObjects.count.target),
            total: countText(largeObjects.count.source),
          })}
        />
      )}
      <Fact
        term={t('Definitions')}
        text={definitions.equal ? t('Equal') : [t('Different'), ...(definitions.differing ?? [])].join(', ')}
      />
      <Fact term={t('PostgreSQL')} text={`${source.serverVersion} → ${target.serverVersion}`} />
    </DescriptionList>
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
