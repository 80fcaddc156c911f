import {
  Button,
  List,
  ListItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { FailureAlert } from '../api/failure-alert.tsx';
import { useTask } from '../api/use-task.ts';
import { useText } from '../text/use-text.ts';
import { consequencesOfStart } from './start-consequences.ts';

interface Props {
  readonly name: string;
  /** Whether the database is copied, as against upgraded where it is. */
  readonly copies: boolean;
  readonly start: () => Promise<void>;
  readonly onRefused: () => void;
  readonly closeModal: () => void;
}

/** Says once more what starts now, and starts it. */
export function ConfirmStart({ name, copies, start, onRefused, closeModal }: Props): ReactElement {
  const t = useText();
  const { run, running, failure } = useTask(start, closeModal, onRefused);
  return (
    <Modal
      isOpen
      variant="small"
      onClose={closeModal}
      aria-labelledby="quay-migration-confirm-title"
      aria-describedby="quay-migration-confirm-body"
      data-test="quay-migration-confirm"
    >
      <ModalHeader
        title={t('Migrate {{name}} to a QuayRegistry?', { name })}
        labelId="quay-migration-confirm-title"
        titleIconVariant="warning"
      />
      <ModalBody id="quay-migration-confirm-body">
        <Stack hasGutter>
          <StackItem>
            <List>
              {consequencesOfStart(copies, t).map((consequence) => (
                <ListItem key={consequence}>{consequence}</ListItem>
              ))}
            </List>
          </StackItem>
          {failure !== undefined && (
            <StackItem>
              <FailureAlert failure={failure} title={t('Migration could not be started')} />
            </StackItem>
          )}
        </Stack>
      </ModalBody>
      <ModalFooter>
        <Button onClick={run} isLoading={running} isDisabled={running} data-test="quay-migration-confirm-start">
          {t('Start migration')}
        </Button>
        <Button variant="link" onClick={closeModal} data-test="quay-migration-confirm-cancel">
          {t('Cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
