import type { DeadLetter } from '../../src/bus/dead-letter.js';
import { type Endpoint, Envelope } from '../../src/bus/lane.js';
import type { ControlledSystem } from '../../src/system/controlled-system.js';

/** The lanes of a system over again, as arrays that are fed from its streams: an oracle for what may be taken. */
export class Lanes {
  /** What was taken or buried and should not have been. */
  readonly wrongs: string[] = [];
  /** What became of each envelope: it is taken or buried, once. */
  readonly fates = new Map<Envelope, string[]>();
  readonly #lanes = new Map<Endpoint, Map<Endpoint, Envelope[]>>();

  constructor(system: ControlledSystem) {
    system.bus.posted.subscribe((envelope) => this.#post(envelope));
    system.bus.deadLettered.subscribe((letter) => this.#bury(letter));
    system.steps.subscribe(({ decision }) => {
      if (decision instanceof Envelope) {
        this.#take(decision);
      }
    });
  }

  #post(envelope: Envelope): void {
    this.#laneOf(envelope).push(envelope);
    this.fates.set(envelope, []);
  }

  #take(envelope: Envelope): void {
    const lane = this.#laneOf(envelope);
    if (lane[0] !== envelope) {
      this.wrongs.push(`${envelope.seq} was taken, and was not the head of its lane`);
    }
    this.#leave(envelope, 'taken');
  }

  #bury({ envelope }: DeadLetter): void {
    this.#leave(envelope, 'buried');
  }

  #leave(envelope: Envelope, fate: string): void {
    const lane = this.#laneOf(envelope);
    if (lane.includes(envelope)) {
      lane.splice(lane.indexOf(envelope), 1);
    } else {
      this.wrongs.push(`${envelope.seq} was ${fate}, and was not on its lane`);
    }
    this.fates.get(envelope)?.push(fate);
  }

  #laneOf({ sender, receiver }: Envelope): Envelope[] {
    const from = this.#lanes.get(sender) ?? new Map<Endpoint, Envelope[]>();
    this.#lanes.set(sender, from);
    const lane = from.get(receiver) ?? [];
    from.set(receiver, lane);
    return lane;
  }
}
