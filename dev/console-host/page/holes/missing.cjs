/** A part of the console that this page does not have: whoever uses it is told by name. */
module.exports = new Proxy(
  {},
  {
    get: (_, name) => () => {
      throw new Error(`The console host has no ${String(name)}: write it in dev/console-host/page/holes`);
    },
  },
);
