import { ClipboardCopyButton, CodeBlock, CodeBlockAction, CodeBlockCode } from '@patternfly/react-core';
import { type ReactElement, useState } from 'react';
import { useText } from './use-text.ts';

interface Props {
  /** For the page: no two texts have the same. */
  readonly id: string;
  readonly text: string;
}

/** Text as it is, with a button that copies it where the browser lets one. */
export function CopyableText({ id, text }: Props): ReactElement {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(
      () => {
        setCopied(true);
      },
      () => undefined,
    );
  };
  // Browsers offer a clipboard only to pages that came encrypted.
  const canCopy = window.isSecureContext;
  return (
    <CodeBlock
      actions={
        canCopy && (
          <CodeBlockAction>
            <ClipboardCopyButton
              id={`${id}-copy`}
              textId={id}
              aria-label={t('Copy to clipboard')}
              variant="plain"
              onClick={copy}
              onTooltipHidden={() => {
                setCopied(false);
              }}
            >
              {copied ? t('Copied') : t('Copy to clipboard')}
            </ClipboardCopyButton>
          </CodeBlockAction>
        )
      }
    >
      <CodeBlockCode id={id}>{text}</CodeBlockCode>
    </CodeBlock>
  );
}
