import { workerExit } from '../../contract/worker.ts';

/** Why a worker's run ends without success: one sentence for a person, and an exit status for the engine. */
export class WorkerFailure extends Error {
  readonly exit: number;

  constructor(message: string, exit: number = workerExit.failed) {
    super(message);
    this.name = 'WorkerFailure';
    this.exit = exit;
  }
}

/** What PostgreSQL or the network said, in one line and without values from the data. */
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

/** SQLSTATE: the server may say no more than that it could not write all of a page. */
const diskFull = '53100';

/** A refused connection to a name with several addresses comes as an AggregateError without a message. */
function saidBy(error: Error, code: string): string {
  const text = error instanceof AggregateError ? error.errors.map(String).join('; ') : error.message;
  const line = withoutValues(text.split('\n')[0] ?? '', code);
  return code === diskFull ? `the disk is full: ${line}` : line;
}

/** Data exceptions (SQLSTATE class 22) quote the value that they stumbled over: in quotes, or after a colon. */
function withoutValues(message: string, code: string): string {
  if (!/^22...$/.test(code)) return message;
  return `${message.replace(/:\s.*$/s, '').replace(/"[^"]*"/g, '"..."')} (SQLSTATE ${code})`;
}
