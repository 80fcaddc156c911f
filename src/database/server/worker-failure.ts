import { workerExit } from '../../contract/worker.ts';

/** The failure of a worker: a message for users, and an exit status for the engine. */
export class WorkerFailure extends Error {
  readonly exit: number;

  constructor(message: string, exit: number = workerExit.failed) {
    super(message);
    this.name = 'WorkerFailure';
    this.exit = exit;
  }
}

/** The error of PostgreSQL or the network, in one line and without values from the data. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { table, constraint, code } = error as { table?: unknown; constraint?: unknown; code?: unknown };
  const where = [
    ...(typeof table === 'string' ? [`table ${table}`] : []),
    ...(typeof constraint === 'string' ? [`constraint ${constraint}`] : []),
  ];
  const said = saidBy(error, typeof code === 'string' ? code : '');
  return where.length === 0 ? said : `${said} (${where.join(', ')})`;
}

/** SQLSTATE disk_full: the message of the server may only say that it could not write a page. */
const diskFull = '53100';

/** A refused connection to a name with several addresses is an AggregateError without a message. */
function saidBy(error: Error, code: string): string {
  const text = error instanceof AggregateError ? error.errors.map(String).join('; ') : error.message;
  const line = withoutValues(text.split('\n')[0] ?? '', code);
  return code === diskFull ? `the disk is full: ${line}` : line;
}

/** Data exceptions (SQLSTATE class 22) contain the invalid value, in quotes or after a colon. */
function withoutValues(message: string, code: string): string {
  if (!/^22...$/.test(code)) return message;
  return `${message.replace(/:\s.*$/s, '').replace(/"[^"]*"/g, '"..."')} (SQLSTATE ${code})`;
}
