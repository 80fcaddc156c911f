/** What the real operator's process dies of: all registries that it watches stand still until it is up again. */
export class OperatorPanic extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OperatorPanic';
  }
}
