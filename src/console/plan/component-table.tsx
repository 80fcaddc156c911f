import { Content, Label } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactElement } from 'react';
import type { PlanPreview } from '../../contract/plan-preview.ts';
import { useText } from '../text/use-text.ts';

interface Props {
  readonly components: PlanPreview['components'];
  readonly quayVersion: string;
}

/** Which components of the registry the new operator manages, and why. */
export function ComponentTable({ components, quayVersion }: Props): ReactElement {
  const t = useText();
  return (
    <>
      {quayVersion !== '' && (
        <Content component="p">{t('The new registry runs Quay {{version}}.', { version: quayVersion })}</Content>
      )}
      <Table variant="compact" aria-label={t('Components')} data-test="quay-migration-components">
        <Thead>
          <Tr>
            <Th>{t('Component')}</Th>
            <Th>{t('Managed by')}</Th>
            <Th>{t('Reason')}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {components.map(({ kind, managed, reason }) => (
            <Tr key={kind}>
              <Td dataLabel={t('Component')}>{kind}</Td>
              <Td dataLabel={t('Managed by')}>
                <Label isCompact color={managed ? 'blue' : 'grey'}>
                  {managed ? t('Operator') : t('You (unmanaged)')}
                </Label>
              </Td>
              <Td dataLabel={t('Reason')}>{reason}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </>
  );
}
