import { Alert, AlertActionLink, ExpandableSection, List, ListItem } from '@patternfly/react-core';
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
          <AlertActionLink onClick={reloadPage}>{t('Reload page')}</AlertActionLink>
        ) : (
          onRetry && <AlertActionLink onClick={onRetry}>{t('Try again')}</AlertActionLink>
        )
      }
    >
      {title !== undefined && <p>{said.title}</p>}
      <p>{failure.message}</p>
      {failure.causes.length > 0 && (
        <ExpandableSection toggleText={t('Details')} isIndented>
          <List>
            {failure.causes.map((cause) => (
              <ListItem key={cause}>{cause}</ListItem>
            ))}
          </List>
        </ExpandableSection>
      )}
      {said.next !== '' && failure.causes.length === 0 && <p>{said.next}</p>}
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
        title: t('The migration service is not responding'),
        next: t(
          'A migration that has started continues without this page. The information shown might be out of date.',
        ),
      };
    case 'session':
      return {
        title: t('Your session has expired'),
        next: t('Reload the page to log in again. A running migration is not affected.'),
      };
    case 'forbidden':
      return {
        title: t('Permission denied'),
        next: t('Ask an administrator of the project to grant you the permission.'),
      };
    case 'missing':
      return { title: t('Not found'), next: '' };
    case 'reload':
      return {
        title: t('The page and the migration service are different versions'),
        next: t('Reload the page to continue.'),
      };
    case 'refused':
      return { title: t('Request rejected'), next: '' };
  }
}
