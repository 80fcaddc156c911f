import { type Failure, failureOf } from './failure.ts';

export interface AnswerListener<T> {
  readonly data: (data: T) => void;
  readonly failure: (failure: Failure | undefined) => void;
  readonly loading: (loading: boolean) => void;
}

/** Asks once, and tells what comes. Nothing is told any more after the result was called, which ends the request. */
export function readAnswer<T>(ask: (signal: AbortSignal) => Promise<T>, listener: AnswerListener<T>): () => void {
  const controller = new AbortController();
  const unlessOver = (tell: () => void): void => {
    if (!controller.signal.aborted) tell();
  };
  listener.loading(true);
  void ask(controller.signal)
    .then(
      (answer) => {
        unlessOver(() => {
          listener.data(answer);
          listener.failure(undefined);
        });
      },
      (error: unknown) => {
        unlessOver(() => {
          listener.failure(failureOf(error));
        });
      },
    )
    .then(() => {
      unlessOver(() => {
        listener.loading(false);
      });
    });
  return () => {
    controller.abort();
  };
}
