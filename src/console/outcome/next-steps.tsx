import { Content, List, ListItem, Stack, StackItem, Title } from '@patternfly/react-core';
import type { ReactElement } from 'react';
import { useText } from '../text/use-text.ts';

/** The lines that hold garbage collection in config.yaml; the migration adds them, and only a person removes them. */
const heldSettings = [
  'FEATURE_GARBAGE_COLLECTION',
  'FEATURE_REPOSITORY_GARBAGE_COLLECTION',
  'FEATURE_NAMESPACE_GARBAGE_COLLECTION',
];

/** What is left to a person once the new registry is available, in the order in which to do it. */
export function NextSteps({ name }: { readonly name: string }): ReactElement {
  const t = useText();
  return (
    <Stack hasGutter data-test="quay-migration-next-steps">
      <StackItem>
        <Title headingLevel="h3">{t('Next steps')}</Title>
      </StackItem>
      <StackItem>
        <List component="ol">
          <ListItem>
            {t('Verify the new registry: log in, pull and push an image, and check your repositories.')}
          </ListItem>
          <ListItem>
            {t(
              'Turn garbage collection back on. It is off so that a rollback finds every image layer. When you no longer need to roll back, remove these lines from config.yaml in the config bundle of QuayRegistry {{name}}:',
              { name },
            )}
            <List isPlain>
              {heldSettings.map((setting) => (
                <ListItem key={setting}>
                  <Content component="small">
                    <code>{`${setting}: false`}</code>
                  </Content>
                </ListItem>
              ))}
            </List>
          </ListItem>
          <ListItem>
            {t('After you verify the new registry, you can delete the QuayEcosystem. You cannot roll back after that.')}
          </ListItem>
        </List>
      </StackItem>
    </Stack>
  );
}
