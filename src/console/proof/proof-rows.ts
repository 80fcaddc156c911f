import type { TableProof } from '../../contract/proof.ts';

export type ProofColumn = 'table' | 'rows' | 'bytes' | 'equal';

export interface ProofOrder {
  readonly column: ProofColumn;
  readonly direction: 'asc' | 'desc';
}

export function tableName({ schema, table }: TableProof): string {
  return `${schema}.${table}`;
}

const comparisons: Readonly<Record<ProofColumn, (one: TableProof, other: TableProof) => number>> = {
  table: (one, other) => tableName(one).localeCompare(tableName(other)),
  rows: (one, other) => one.rows.source - other.rows.source,
  bytes: (one, other) => one.bytes - other.bytes,
  equal: (one, other) => Number(one.equal) - Number(other.equal),
};

/** The tables whose name holds the search, in the chosen order; equals by name. */
export function proofRows(tables: readonly TableProof[], search: string, order: ProofOrder): TableProof[] {
  const wanted = search.trim().toLowerCase();
  const sign = order.direction === 'asc' ? 1 : -1;
  return tables
    .filter((table) => tableName(table).toLowerCase().includes(wanted))
    .sort((one, other) => sign * comparisons[order.column](one, other) || comparisons.table(one, other));
}
