// Sentences for people are judged by people: a mutant that empties one says nothing about the protection behind it.
import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin';

const words = new Set(['message', 'remedy', 'title', 'description', 'why', 'reason']);
const failures = new Set(['StepFailure', 'Error', 'UnreadableJournal', 'WorkerFailure']);
/** Names, paths, ids and labels have fewer words than a sentence. */
const wordsOfSentence = 4;

const ignorer = {
  shouldIgnore(path) {
    if (path.isObjectProperty() && words.has(path.node.key.name)) return 'a sentence for people';
    if (path.isNewExpression() && failures.has(path.node.callee.name)) return 'a sentence for people';
    if (path.isStringLiteral() && isSentence(path.node.value)) return 'a sentence for people';
    if (path.isTemplateLiteral() && isSentence(textOf(path.node))) return 'a sentence for people';
    return undefined;
  },
};

function textOf({ quasis }) {
  return quasis.map(({ value }) => value.raw).join(' x ');
}

function isSentence(text) {
  return text.split(/\s+/).filter((word) => /^[a-z]+[,.;:]?$/i.test(word)).length >= wordsOfSentence;
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'words', ignorer)];
