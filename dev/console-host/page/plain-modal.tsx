import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import type { ReactNode } from 'react';

export interface PlainModalProps {
  readonly title: string;
  readonly text: string;
  readonly confirm?: { readonly label: string; readonly run: () => void };
  readonly closeModal?: () => void;
}

/** The console's own modals, as far as a plugin needs them to be there. */
export function PlainModal({ title, text, confirm, closeModal }: PlainModalProps): ReactNode {
  return (
    <Modal isOpen variant="small" onClose={closeModal} aria-label={title}>
      <ModalHeader title={title} />
      <ModalBody>{text}</ModalBody>
      <ModalFooter>
        {confirm && (
          <Button
            variant="danger"
            onClick={() => {
              confirm.run();
              closeModal?.();
            }}
          >
            {confirm.label}
          </Button>
        )}
        <Button variant="link" onClick={closeModal}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
