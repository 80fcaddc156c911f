import { Alert, Checkbox, Form, FormGroup, Radio } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Choices } from '../../contract/choices.ts';
import { useText } from '../text/use-text.ts';

interface Props {
  readonly choices: Choices;
  /** Whether the database can be copied at all. */
  readonly canCopy: boolean;
  readonly onChange: (choices: Choices) => void;
}

/** What a person decides; every change asks for another plan. */
export function ChoiceForm({ choices, canCopy, onChange }: Props): ReactElement {
  const t = useText();
  if (!canCopy) return <ExternalDatabase />;
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
      }}
      data-test="quay-migration-choices"
    >
      <FormGroup role="radiogroup" isStack label={t('Database')} fieldId="quay-migration-database">
        <Radio
          id="quay-migration-database-copy"
          data-test="quay-migration-database-copy"
          name="quay-migration-database"
          label={t('Copy to a database managed by the operator')}
          description={t('Every row is copied and verified. The source database is not modified.')}
          isChecked={choices.database === 'copy'}
          onChange={() => {
            onChange({ ...choices, database: 'copy' });
          }}
        />
        <Radio
          id="quay-migration-database-unmanaged"
          data-test="quay-migration-database-unmanaged"
          name="quay-migration-database"
          label={t('Keep the existing database (unmanaged)')}
          description={t('The database is not copied. Its schema is upgraded in place, and you continue to manage it.')}
          isChecked={choices.database === 'unmanaged'}
          onChange={() => {
            onChange({ ...choices, database: 'unmanaged' });
          }}
        />
      </FormGroup>
      {choices.database === 'copy' && (
        <FormGroup role="group" label={t('Downtime')} fieldId="quay-migration-copy-before-freeze">
          <Checkbox
            id="quay-migration-copy-before-freeze"
            data-test="quay-migration-copy-before-freeze"
            label={t('Pre-copy the database (shorter downtime)')}
            description={t(
              'Copy failures surface before downtime starts. During downtime, both databases are compared and only the differences are copied.',
            )}
            isChecked={choices.copyBeforeFreeze}
            onChange={(_event, copyBeforeFreeze) => {
              onChange({ ...choices, copyBeforeFreeze });
            }}
          />
        </FormGroup>
      )}
    </Form>
  );
}

/** Nothing to choose, and nothing to promise: no copy is made of it. */
function ExternalDatabase(): ReactElement {
  const t = useText();
  return (
    <Alert
      isInline
      component="h3"
      variant="info"
      title={t('The external database is not copied')}
      data-test="quay-migration-database-external"
    >
      {t(
        'The database schema is upgraded in place. Back up the database before you start: a rollback requires restoring that backup.',
      )}
    </Alert>
  );
}
