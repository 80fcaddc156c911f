import { Checkbox, Form, FormGroup, Radio } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import type { Choices } from '../../contract/choices.ts';
import { useText } from '../text/use-text.ts';

interface Props {
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}

/** What a person decides; every change asks for another plan. */
export function ChoiceForm({ choices, onChange }: Props): ReactElement {
  const t = useText();
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
          label={t('Copy into a database that the new operator manages')}
          description={t('Every row is compared afterwards. The old database stays as it is.')}
          isChecked={choices.database === 'copy'}
          onChange={() => {
            onChange({ ...choices, database: 'copy' });
          }}
        />
        <Radio
          id="quay-migration-database-unmanaged"
          data-test="quay-migration-database-unmanaged"
          name="quay-migration-database"
          label={t('Keep the database where it is, unmanaged')}
          description={t('No copy. You go on looking after the database yourself.')}
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
            label={t('Copy once before the old registry stops')}
            description={t(
              'A copy that fails is known before any downtime. While the registry stands still, both databases are compared, and only what has changed is copied.',
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
