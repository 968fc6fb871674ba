import { type Deed, deedsOn, type Plan, type Role } from './troupe.js';

/**
 * What comes of a plan in FIFO order on a virtual clock, worked out without XState, bus or scheduler: arrays
 * that are searched from end to end, so that it is plain to see that they do what the execution model says.
 *
 * @returns one line a step, as `storyOf` writes them, and one line a dead letter, as `lettersOf` does
 */
export function foretell(plan: Plan): { readonly story: string[]; readonly letters: string[] } {
  return new Oracle(plan).run();
}

interface Person {
  readonly label: string;
  readonly role: Role;
  readonly parent: Person | undefined;
  readonly timers: Map<string, Alarm>;
  pupil: Person | undefined;
  stage: 'new' | 'living' | 'ended';
  isStopping: boolean;
  isReplaced: boolean;
}

interface Letter {
  readonly kind: 'deliver' | 'stop';
  readonly type: string;
  readonly cue: number;
  readonly strength: number;
  readonly from: Person;
  readonly to: Person;
}

interface Alarm extends Letter {
  readonly name: string;
  readonly due: number;
}

class Oracle {
  readonly #plan: Plan;
  readonly #story: string[] = ['0 start troupe'];
  readonly #letters: string[] = [];
  readonly #lives = new Map<string, number>();
  readonly #players: Person[];
  readonly #root: Person;
  readonly #pupils = new Map<Person, Person[]>();
  #mail: Letter[] = [];
  #alarms: Alarm[] = [];
  #now = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#root = this.#person('troupe', { part: [], pupil: [] }, undefined);
    this.#root.stage = 'living';
    this.#players = plan.roles.map((role, index) => this.#person(`troupe/p${index}`, role, this.#root));
    for (const player of this.#players) {
      player.stage = 'living';
    }
  }

  run(): { story: string[]; letters: string[] } {
    this.#story.push('0 fire xstate.after.0.troupe.gathering troupe→troupe');
    for (const to of this.#players) {
      this.#post({ kind: 'deliver', type: 'MEET', cue: 0, strength: 0, from: this.#root, to });
    }
    for (const { to, cue, strength } of this.#plan.opening) {
      this.#post({ kind: 'deliver', type: 'CUE', cue, strength, from: this.#root, to: this.#playerAt(to) });
    }
    for (;;) {
      const letter = this.#mail.shift();
      if (letter !== undefined) {
        this.#take(letter, letter.kind);
        continue;
      }
      // The first of those that are due first: alarms stand in the order in which they were set.
      const due = Math.min(...this.#alarms.map((alarm) => alarm.due));
      const alarm = this.#alarms.find((one) => one.due === due);
      if (alarm === undefined) {
        return { story: this.#story, letters: this.#letters };
      }
      this.#now = due;
      this.#alarms = this.#alarms.filter((one) => one !== alarm);
      alarm.from.timers.delete(alarm.name);
      this.#take(alarm, 'fire');
    }
  }

  #take(letter: Letter, kind: string): void {
    const { type, from, to } = letter;
    this.#story.push(`${this.#now} ${kind} ${type} ${from.label}→${to.label}`);
    if (to.stage === 'ended') {
      this.#bury(letter, 'receiver-ended');
    } else if (kind === 'stop') {
      this.#end(to, to.pupil === undefined ? [] : [to.pupil]);
    } else if (type === 'CUE' && to !== this.#root) {
      this.#play(to, letter);
    }
  }

  #play(person: Person, { cue, strength }: Letter): void {
    const pupilBefore = person.pupil;
    const later: (() => void)[] = [];
    const deeds = deedsOn(person.role.part, cue);
    for (const deed of deeds) {
      this.#do(person, deed, strength - 1, pupilBefore, later);
    }
    const isFinished = deeds.some((deed) => deed.do === 'finish');
    if (isFinished && person.pupil !== undefined) {
      this.#askToStop(person.pupil, later);
    }
    for (const act of later) {
      act();
    }
    if (isFinished) {
      this.#end(person, []);
      this.#report(person);
    }
  }

  #do(
    person: Person,
    deed: Deed,
    strength: number,
    pupilBefore: Person | undefined,
    later: (() => void)[],
  ): void {
    const letterTo = (to: Person, cue: number): Letter => ({
      kind: 'deliver',
      type: 'CUE',
      cue,
      strength,
      from: person,
      to,
    });
    switch (deed.do) {
      case 'cancel':
        later.push(() => this.#cancel(person, deed.timer));
        return;
      case 'hire':
      case 'dismiss':
        if (person.pupil !== undefined) {
          this.#askToStop(person.pupil, later);
          person.pupil = undefined;
        }
        if (deed.do === 'hire') {
          const pupil = this.#hire(person);
          later.push(() => {
            pupil.stage = pupil.stage === 'new' ? 'living' : pupil.stage;
          });
        }
        return;
      case 'finish':
        return;
      case 'send':
        if (strength > 0) {
          later.push(() => this.#post(letterTo(this.#playerAt(deed.to), deed.cue)));
        }
        return;
      case 'send-later':
        if (strength > 0) {
          later.push(() => this.#set(deed.timer, deed.delay, letterTo(this.#playerAt(deed.to), deed.cue)));
        }
        return;
      case 'set':
        if (strength > 0) {
          later.push(() => this.#set(deed.timer, deed.delay, letterTo(person, deed.cue)));
        }
        return;
      case 'report':
        if (strength > 0) {
          later.push(() => this.#post(letterTo(person.parent ?? this.#root, deed.cue)));
        }
        return;
      case 'tell':
        if (strength > 0 && pupilBefore !== undefined) {
          later.push(() => this.#post(letterTo(pupilBefore, deed.cue)));
        }
    }
  }

  #hire(master: Person): Person {
    const label = `${master.label.replace(/#\d+$/, '')}/pupil`;
    const pupil = this.#person(label, { part: master.role.pupil, pupil: [] }, master);
    // Whatever an earlier pupil reported of itself, and is still on its way, must not be taken for this one's.
    const isStale = ({ type, from, to }: Letter): boolean =>
      type === 'xstate.done.actor.pupil' && from.parent === master && to === master;
    this.#buryAll(isStale, 'sender-replaced');
    for (const predecessor of this.#pupilsOf(master)) {
      predecessor.isReplaced = true;
    }
    this.#pupilsOf(master).push(pupil);
    master.pupil = pupil;
    return pupil;
  }

  #pupilsOf(master: Person): Person[] {
    const pupils = this.#pupils.get(master) ?? [];
    this.#pupils.set(master, pupils);
    return pupils;
  }

  #askToStop(person: Person, later: (() => void)[]): void {
    if (person.stage === 'new') {
      person.stage = 'ended';
    } else if (person.stage === 'living') {
      later.push(() => {
        if (!person.isStopping) {
          person.isStopping = true;
          const from = person.parent ?? this.#root;
          this.#post({ kind: 'stop', type: 'xstate.stop', cue: 0, strength: 0, from, to: person });
        }
      });
    }
  }

  #end(person: Person, children: readonly Person[]): void {
    const later: (() => void)[] = [];
    for (const child of children) {
      this.#askToStop(child, later);
    }
    for (const act of later) {
      act();
    }
    person.stage = 'ended';
    for (const alarm of person.timers.values()) {
      this.#alarms = this.#alarms.filter((one) => one !== alarm);
    }
    person.timers.clear();
    this.#buryAll(({ to }) => to === person, 'receiver-ended');
  }

  #report(person: Person): void {
    const id = person.label.replace(/#\d+$/, '').split('/').at(-1);
    const from = person;
    const to = person.parent ?? this.#root;
    const letter: Letter = {
      kind: 'deliver',
      type: `xstate.done.actor.${id}`,
      cue: 0,
      strength: 0,
      from,
      to,
    };
    // One who is to stop may still report: in FIFO order only what was sent before the stop comes before it.
    if (to.stage !== 'ended' && person.isReplaced) {
      this.#bury(letter, 'sender-replaced');
    } else {
      this.#post(letter);
    }
  }

  #post(letter: Letter): void {
    if (letter.to.stage === 'ended') {
      this.#bury(letter, 'receiver-ended');
    } else {
      this.#mail.push(letter);
    }
  }

  #set(timer: string, delay: number, letter: Letter): void {
    const alarm = { ...letter, name: timer, due: this.#now + delay };
    this.#alarms.push(alarm);
    letter.from.timers.set(timer, alarm);
  }

  #cancel(person: Person, timer: string): void {
    const alarm = person.timers.get(timer);
    this.#alarms = this.#alarms.filter((one) => one !== alarm);
    person.timers.delete(timer);
  }

  #bury({ type, from, to }: Letter, reason: string): void {
    this.#letters.push(`${type} ${from.label}→${to.label}: ${reason}`);
  }

  #buryAll(isDoomed: (letter: Letter) => boolean, reason: string): void {
    for (const letter of this.#mail.filter(isDoomed)) {
      this.#bury(letter, reason);
    }
    this.#mail = this.#mail.filter((letter) => !isDoomed(letter));
  }

  #playerAt(index: number): Person {
    return this.#players[index % this.#players.length]!;
  }

  #person(address: string, role: Role, parent: Person | undefined): Person {
    const life = (this.#lives.get(address) ?? 0) + 1;
    this.#lives.set(address, life);
    return {
      label: life === 1 ? address : `${address}#${life}`,
      role,
      parent,
      timers: new Map(),
      pupil: undefined,
      stage: 'new',
      isStopping: false,
      isReplaced: false,
    };
  }
}
