import { Button, CodeBlock, CodeBlockAction, CodeBlockCode } from '@patternfly/react-core';
import { type ReactElement, useState } from 'react';
import { useText } from './use-text.ts';

/** Text as it is, with a button that copies it where the browser lets one. */
export function CopyableText({ text }: { readonly text: string }): ReactElement {
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
            <Button variant="plain" onClick={copy}>
              {copied ? t('Copied') : t('Copy')}
            </Button>
          </CodeBlockAction>
        )
      }
    >
      <CodeBlockCode>{text}</CodeBlockCode>
    </CodeBlock>
  );
}
