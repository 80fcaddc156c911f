import { Form, FormGroup, TextInput } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { useText } from '../text/use-text.ts';

interface Props {
  readonly name: string;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
}

export function TypedName({ name, typed, onTyped }: Props): ReactElement {
  const t = useText();
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <FormGroup fieldId="quay-migration-rollback-name" label={t('Type {{name}} to confirm the rollback', { name })}>
        <TextInput
          id="quay-migration-rollback-name"
          data-test="quay-migration-rollback-name"
          value={typed}
          autoComplete="off"
          onChange={(_event, value) => {
            onTyped(value);
          }}
        />
      </FormGroup>
    </Form>
  );
}
