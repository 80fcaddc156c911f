import { DescriptionList } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Proof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';
import { Fact } from '../text/fact.tsx';
import { bytesText, countText } from '../text/quantities.ts';
import { useLanguage, useText } from '../text/use-text.ts';

/** A proof in numbers. */
export function ProofFacts({ proof }: { readonly proof: Proof }): ReactElement {
  const t = useText();
  const language = useLanguage();
  const totals = proofTotals(proof);
  const { definitions, largeObjects, source, target } = proof;
  const share = (done: number, total: number): string =>
    t('{{done}} of {{total}}', { done: countText(done, language), total: countText(total, language) });
  return (
    <DescriptionList isCompact isAutoFit autoFitMinModifier={{ default: '10rem' }}>
      <Fact term={t('Equal tables')}>{share(totals.equalTables, totals.tables)}</Fact>
      <Fact term={t('Rows')}>{countText(totals.rows, language)}</Fact>
      <Fact term={t('Data')}>{bytesText(totals.bytes, language)}</Fact>
      <Fact term={t('Equal sequences')}>{share(totals.equalSequences, totals.sequences)}</Fact>
      {largeObjects !== undefined && (
        <Fact term={t('Large objects')}>{share(largeObjects.count.target, largeObjects.count.source)}</Fact>
      )}
      <Fact term={t('Schema definitions')}>
        {definitions.equal ? t('Equal') : [t('Different'), ...(definitions.differing ?? [])].join(', ')}
      </Fact>
      <Fact term={t('PostgreSQL')}>{`${source.serverVersion} → ${target.serverVersion}`}</Fact>
    </DescriptionList>
  );
}
