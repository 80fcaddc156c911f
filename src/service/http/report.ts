import type { MigrationStatus, StepView } from '../../contract/migration-status.ts';
import type { Proof } from '../../contract/proof.ts';
import { proofTotals } from '../../contract/proof-totals.ts';

/** The report of a migration in Markdown, with the content of the status. */
export function reportOf(status: MigrationStatus, now: Date): string {
  const { ecosystem } = status;
  return [
    `# Migration of QuayEcosystem ${ecosystem.namespace}/${ecosystem.name}`,
    '',
    ...facts(status, now),
    ...section('Steps', table(['step', 'state', 'started', 'finished', 'result'], status.steps.map(stepRow))),
    ...section('Rollback', table(['step', 'state', 'started', 'finished', 'result'], status.rollback.map(stepRow))),
    ...section(
      'Findings',
      status.findings.map(
        ({ id, severity, object, field, message }) => `- **${severity}** \`${id}\` ${object} ${field}: ${message}`,
      ),
    ),
    ...proofLines(status.proof),
    ...section(
      'Attempts',
      table(
        ['attempt', 'request', 'requested by', 'state', 'started', 'finished'],
        status.attempts.map((of) => [
          String(of.attempt),
          of.request,
          of.requestedBy,
          of.state,
          of.startedAt,
          of.finishedAt ?? '',
        ]),
      ),
    ),
    '',
  ].join('\n');
}

function facts(status: MigrationStatus, now: Date): string[] {
  const known: [string, string | undefined][] = [
    ['State', status.state],
    ['Attempt', status.attempt?.toString()],
    ['Request', status.request],
    ['Requested by', status.requestedBy],
    ['Started', status.startedAt],
    ['Finished', status.finishedAt],
    ['Endpoint', status.endpoint],
    ['Failed step', status.failedStep],
    ['Cause', status.cause],
    ['What to do', status.remedy],
    ['Report created', now.toISOString()],
  ];
  return known.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`- ${name}: ${value}`]));
}

function stepRow({ title, state, startedAt, finishedAt, message }: StepView): string[] {
  return [title, state, startedAt ?? '', finishedAt ?? '', message];
}

function proofLines(proof: Proof | undefined): string[] {
  if (proof === undefined) return [];
  const { source, target, tables, largeObjects, definitions, unlisted } = proof;
  const totals = proofTotals(proof);
  const large = largeObjects === undefined ? '' : `${largeObjects.count.target} large objects, `;
  const summary =
    `${proof.equal ? 'Equal' : 'NOT equal'}: ${totals.tables} tables, ${totals.sequences} sequences, ${large}definitions ` +
    `${definitions.equal ? 'equal' : 'not equal'}; PostgreSQL ${source.serverVersion} to ${target.serverVersion}, ` +
    `${proof.startedAt} to ${proof.finishedAt}.`;
  const rows = tables.map((of) => [
    `${of.schema}.${of.table}`,
    String(of.rows.source),
    String(of.rows.target),
    String(of.bytes),
    of.digest.source,
    of.equal ? 'equal' : 'NOT equal',
  ]);
  return section('Proof', [
    summary,
    '',
    ...(proof.notes ?? []).flatMap((note) => [`- Not copied: ${note}.`, '']),
    ...(proof.notLookedAt === undefined ? [] : [`Not compared: ${proof.notLookedAt.join('; ')}.`, '']),
    ...(unlisted === undefined ? [] : [unlistedLine(unlisted), '']),
    ...table(['table', 'rows in source', 'rows in target', 'bytes', 'digest', 'result'], rows),
  ]);
}

function unlistedLine(unlisted: NonNullable<Proof['unlisted']>): string {
  const { tables, rows, sequences, digest } = unlisted;
  return `Not listed: ${tables} tables with ${rows} rows, and ${sequences} sequences. The digest of their entries is ${digest}.`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function escaped(cell: string): string {
  return cell.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ');
}
