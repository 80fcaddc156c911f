// Sentences for people are judged by people: a mutant that empties one says nothing about the protection behind it.
import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin';

const words = new Set(['message', 'remedy', 'title', 'description', 'why']);
const failures = new Set(['StepFailure', 'Error', 'UnreadableJournal', 'WorkerFailure']);

const ignorer = {
  shouldIgnore(path) {
    if (path.isObjectProperty() && words.has(path.node.key.name)) return 'a sentence for people';
    if (path.isNewExpression() && failures.has(path.node.callee.name)) return 'a sentence for people';
    return undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'words', ignorer)];
