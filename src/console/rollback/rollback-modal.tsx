import { Button, Modal, ModalBody, ModalFooter, ModalHeader, Skeleton, Stack, StackItem } from '@patternfly/react-core';
import { type ReactElement, useState } from 'react';
import type { RollbackPreview } from '../../contract/rollback-preview.ts';
import type { Ecosystem } from '../api/ecosystem.ts';
import { FailureAlert } from '../api/failure-alert.tsx';
import { serviceAddress } from '../api/service-address.ts';
import { postJson } from '../api/service-request.ts';
import { type Answer, useJson } from '../api/use-answer.ts';
import { useTask } from '../api/use-task.ts';
import { useText } from '../text/use-text.ts';
import { PreviewText } from './preview-text.tsx';
import { mayRollBack } from './rollback-obstacle.ts';
import { TypedName } from './typed-name.tsx';

interface Props {
  readonly ecosystem: Ecosystem;
  readonly closeModal: () => void;
}

/** What a rollback undoes, loses and keeps, read when it is opened; the name is typed where something is lost. */
export function RollbackModal({ ecosystem, closeModal }: Props): ReactElement {
  const t = useText();
  const address = serviceAddress(ecosystem, 'rollback');
  const answer = useJson<RollbackPreview>(address);
  const { data: preview, reload } = answer;
  const [typed, setTyped] = useState('');
  const rollBack = async (): Promise<void> => {
    const confirmed = preview?.confirmationNeeded === true ? { confirmedName: typed.trim() } : {};
    await postJson(address, { request: preview?.request ?? '', ...confirmed });
  };
  const { run, running, failure } = useTask(rollBack, closeModal, reload);
  return (
    <Modal
      isOpen
      variant="medium"
      onClose={closeModal}
      aria-labelledby="quay-migration-rollback-title"
      aria-describedby="quay-migration-rollback-body"
      data-test="quay-migration-rollback-modal"
    >
      <ModalHeader
        title={t('Roll back the migration of {{name}}?', { name: ecosystem.name })}
        labelId="quay-migration-rollback-title"
        titleIconVariant="warning"
      />
      <ModalBody id="quay-migration-rollback-body">
        <Stack hasGutter>
          <StackItem>
            <Preview answer={answer} />
          </StackItem>
          {preview?.confirmationNeeded === true && (
            <StackItem>
              <TypedName name={ecosystem.name} typed={typed} onTyped={setTyped} />
            </StackItem>
          )}
          {failure !== undefined && (
            <StackItem>
              <FailureAlert failure={failure} title={t('Rollback could not be started')} />
            </StackItem>
          )}
        </Stack>
      </ModalBody>
      <ModalFooter>
        <Button
          variant="danger"
          onClick={run}
          isLoading={running}
          isDisabled={running || !mayRollBack(preview, typed, ecosystem.name)}
          data-test="quay-migration-rollback-confirm"
        >
          {t('Roll back')}
        </Button>
        <Button variant="link" onClick={closeModal} data-test="quay-migration-rollback-cancel">
          {t('Cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

/** The preview, or why there is none; also the last one beside a failure. */
function Preview({ answer: { data, failure, reload } }: { readonly answer: Answer<RollbackPreview> }): ReactElement {
  const t = useText();
  if (data === undefined && failure === undefined) return <Skeleton height="8rem" screenreaderText={t('Loading')} />;
  return (
    <Stack hasGutter>
      {failure !== undefined && (
        <StackItem>
          <FailureAlert failure={failure} title={t('Rollback preview could not be loaded')} onRetry={reload} />
        </StackItem>
      )}
      {data !== undefined && (
        <StackItem>
          <PreviewText preview={data} />
        </StackItem>
      )}
    </Stack>
  );
}
