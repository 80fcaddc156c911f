/** Why a pass ends before its time: what RolloutBlocked=True will say. */
export class Blocked extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.name = 'Blocked';
    this.reason = reason;
  }
}
