import { Label, SearchInput, Toolbar, ToolbarContent, ToolbarItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, type ThProps, Thead, Tr } from '@patternfly/react-table';
import { type ReactElement, useState } from 'react';
import type { TableProof } from '../../contract/proof.ts';
import { bytesText, countText } from '../text/quantities.ts';
import { useLanguage, useText } from '../text/use-text.ts';
import { type ProofColumn, type ProofOrder, proofRows, tableName } from './proof-rows.ts';

const columns: readonly ProofColumn[] = ['table', 'rows', 'bytes', 'equal'];

/** One row for each table of the database; searched and sorted here, for there are about a hundred. */
export function ProofTable({ tables }: { readonly tables: readonly TableProof[] }): ReactElement {
  const t = useText();
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<ProofOrder>({ column: 'table', direction: 'asc' });
  const rows = proofRows(tables, search, order);
  const heading = (column: ProofColumn): Pick<ThProps, 'sort'> => ({
    sort: {
      columnIndex: columns.indexOf(column),
      sortBy: { index: columns.indexOf(order.column), direction: order.direction },
      onSort: (_event, _index, direction) => {
        setOrder({ column, direction });
      },
    },
  });
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <SearchInput
              aria-label={t('Search tables')}
              placeholder={t('Search tables')}
              value={search}
              onChange={(_event, value) => {
                setSearch(value);
              }}
              onClear={() => {
                setSearch('');
              }}
              data-test="quay-migration-proof-search"
            />
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      <Table variant="compact" aria-label={t('Compared tables')} data-test="quay-migration-proof-table">
        <Thead>
          <Tr>
            <Th {...heading('table')}>{t('Table')}</Th>
            <Th {...heading('rows')}>{t('Rows')}</Th>
            <Th {...heading('bytes')}>{t('Data')}</Th>
            <Th {...heading('equal')}>{t('Equal')}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {rows.map((table) => (
            <ProofRow key={tableName(table)} table={table} />
          ))}
          {rows.length === 0 && (
            <Tr>
              <Td colSpan={columns.length}>{t('No tables match the search.')}</Td>
            </Tr>
          )}
        </Tbody>
      </Table>
    </>
  );
}

function ProofRow({ table }: { readonly table: TableProof }): ReactElement {
  const t = useText();
  const language = useLanguage();
  const { rows, bytes, equal } = table;
  const sides = rows.source === rows.target ? [rows.target] : [rows.source, rows.target];
  return (
    <Tr data-test={`quay-migration-proof-${tableName(table)}`}>
      <Td dataLabel={t('Table')}>{tableName(table)}</Td>
      <Td dataLabel={t('Rows')}>{sides.map((count) => countText(count, language)).join(' → ')}</Td>
      <Td dataLabel={t('Data')}>{bytesText(bytes, language)}</Td>
      <Td dataLabel={t('Equal')}>
        <Label isCompact color={equal ? 'green' : 'red'}>
          {equal ? t('Equal') : t('Different')}
        </Label>
      </Td>
    </Tr>
  );
}
