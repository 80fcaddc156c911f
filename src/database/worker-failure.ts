import { workerExit } from '../contract/worker.ts';

/** Why a worker's run ends without success: one sentence for a person, and an exit status for the engine. */
export class WorkerFailure extends Error {
  readonly exit: number;

  constructor(message: string, exit: number = workerExit.failed) {
    super(message);
    this.name = 'WorkerFailure';
    this.exit = exit;
  }
}

/** What PostgreSQL or the network said, without the values that a detail line may carry. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { table, constraint } = error as { table?: unknown; constraint?: unknown };
  const where = [
    ...(typeof table === 'string' ? [`table ${table}`] : []),
    ...(typeof constraint === 'string' ? [`constraint ${constraint}`] : []),
  ];
  return where.length === 0 ? error.message : `${error.message} (${where.join(', ')})`;
}
