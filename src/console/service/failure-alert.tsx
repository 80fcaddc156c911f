import { Alert, AlertActionLink } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { type Translate, useText } from '../text/use-text.ts';
import type { Failure } from './failure.ts';

interface Props {
  readonly failure: Failure;
  /** What did not work: `The plan could not be read`. */
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** A failure in words, with the next step. */
export function FailureAlert({ failure, title, onRetry }: Props): ReactElement {
  const t = useText();
  const said = wordsFor(failure, t);
  const session = failure.kind === 'session' || failure.kind === 'reload';
  return (
    <Alert
      isInline
      isLiveRegion
      component="h2"
      variant={failure.kind === 'unreachable' ? 'warning' : 'danger'}
      title={title ?? said.title}
      data-test={`quay-migration-failure-${failure.kind}`}
      actionLinks={
        session ? (
          <AlertActionLink onClick={reloadPage}>{t('Reload the page')}</AlertActionLink>
        ) : (
          onRetry && <AlertActionLink onClick={onRetry}>{t('Try again')}</AlertActionLink>
        )
      }
    >
      {title !== undefined && <p>{said.title}</p>}
      <p>{failure.message}</p>
      {failure.causes.length > 0 && (
        <ul>
          {failure.causes.map((cause) => (
            <li key={cause}>{cause}</li>
          ))}
        </ul>
      )}
      {said.next !== '' && <p>{said.next}</p>}
    </Alert>
  );
}

/** The console asks for a login when its page is loaded without a session. */
export function reloadPage(): void {
  window.location.reload();
}

function wordsFor({ kind }: Failure, t: Translate): { readonly title: string; readonly next: string } {
  switch (kind) {
    case 'unreachable':
      return {
        title: t('The migration service does not answer'),
        next: t('A migration that has begun goes on without this page. What you see may be out of date.'),
      };
    case 'session':
      return { title: t('Your session has expired'), next: t('Reload the page to log in again. Nothing is lost.') };
    case 'forbidden':
      return { title: t('You may not do this'), next: t('Ask an administrator of the project for the permission.') };
    case 'missing':
      return { title: t('It is not there'), next: '' };
    case 'reload':
      return { title: t('This page is of another version than the service'), next: t('Reload the page to go on.') };
    case 'refused':
      return { title: t('The service refused it'), next: '' };
  }
}
