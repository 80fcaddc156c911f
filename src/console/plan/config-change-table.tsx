import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactElement } from 'react';
import type { ConfigChange } from '../../contract/plan-preview.ts';
import { type Translate, useText } from '../text/use-text.ts';

/** The keys of config.yaml that change, by key; a value may be long and without a space. */
export function ConfigChangeTable({ changes }: { readonly changes: readonly ConfigChange[] }): ReactElement {
  const t = useText();
  if (changes.length === 0) return <p>{t('config.yaml does not change.')}</p>;
  return (
    <Table variant="compact" aria-label={t('Changes to config.yaml')} data-test="quay-migration-config-changes">
      <Thead>
        <Tr>
          <Th width={25}>{t('Key')}</Th>
          <Th>{t('Change')}</Th>
          <Th width={15}>{t('Before')}</Th>
          <Th width={20}>{t('After')}</Th>
          <Th>{t('Reason')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {[...changes]
          .sort((one, other) => one.key.localeCompare(other.key))
          .map(({ key, change, before = '', after = '', reason }) => (
            <Tr key={key}>
              <Td dataLabel={t('Key')} modifier="breakWord">
                {key}
              </Td>
              <Td dataLabel={t('Change')}>{changeText(change, t)}</Td>
              <Td dataLabel={t('Before')} modifier="breakWord">
                {before}
              </Td>
              <Td dataLabel={t('After')} modifier="breakWord">
                {after}
              </Td>
              <Td dataLabel={t('Reason')}>{reason}</Td>
            </Tr>
          ))}
      </Tbody>
    </Table>
  );
}

function changeText(change: ConfigChange['change'], t: Translate): string {
  if (change === 'added') return t('Added');
  return change === 'removed' ? t('Removed') : t('Changed');
}
