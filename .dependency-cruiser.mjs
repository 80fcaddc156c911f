// No file imports itself by way of others: `npm run check` runs this over everything, types included.
export default {
  forbidden: [{ name: 'no-import-cycle', severity: 'error', from: {}, to: { circular: true } }],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules|^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tests.json' },
  },
};
