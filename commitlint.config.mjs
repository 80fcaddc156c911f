// Subjects are imperative sentences of at most 72 characters; the body says why. No types, no scopes.
export default {
  parserPreset: { parserOpts: { headerPattern: /^(.+)$/, headerCorrespondence: ['subject'] } },
  rules: {
    'subject-empty': [2, 'never'],
    'subject-case': [2, 'never', ['lower-case']],
    'header-full-stop': [2, 'never', '.'],
    'header-max-length': [2, 'always', 72],
    'header-trim': [2, 'always'],
    'body-leading-blank': [2, 'always'],
  },
};
