import { Button, List, ListItem, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { FailureAlert } from '../service/failure-alert.tsx';
import { useTask } from '../service/use-task.ts';
import { useText } from '../text/use-text.ts';

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
        <List>
          <ListItem>
            {t('Downtime begins when the old registry is stopped, and ends when the new one serves.')}
          </ListItem>
          <ListItem>
            {copies
              ? t('The database is copied and every row compared. The old one is only read.')
              : t('The schema of the database is upgraded where it is.')}
          </ListItem>
          <ListItem>
            {copies
              ? t('When something fails before the new registry has run, everything goes back to where it was.')
              : t('Have a backup: once the schema is upgraded, the way back needs it.')}
          </ListItem>
          <ListItem>{t('You can take it back until you delete the QuayEcosystem.')}</ListItem>
        </List>
        {failure !== undefined && <FailureAlert failure={failure} title={t('The migration was not started')} />}
      </ModalBody>
      <ModalFooter>
        <Button onClick={run} isLoading={running} isDisabled={running} data-test="quay-migration-confirm-start">
          {t('Start the migration')}
        </Button>
        <Button variant="link" onClick={closeModal} data-test="quay-migration-confirm-cancel">
          {t('Cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
