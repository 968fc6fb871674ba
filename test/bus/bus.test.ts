import { describe, expect, test } from 'vitest';
import { DEAD_LETTERS_KEPT, LaneBus } from '../../src/bus/bus.js';
import type { DeadLetter } from '../../src/bus/dead-letter.js';
import { createOutside, Endpoint, type Envelope } from '../../src/bus/lane.js';

const ann = new Endpoint('ann', 1);
const bob = new Endpoint('bob', 1);
const cat = new Endpoint('cat', 1);

function post(bus: LaneBus, sender: Endpoint, receiver: Endpoint, type: string): Envelope {
  return bus.post('deliver', sender, receiver, { type }, 0, 0);
}

function typesOf(envelopes: Iterable<Envelope>): string[] {
  return [...envelopes].map(({ event }) => event.type);
}

/** Three lanes with two envelopes each, posted in turn. */
function filledBus() {
  const bus = new LaneBus();
  const [a, b, c] = [new Endpoint('a', 1), new Endpoint('b', 1), new Endpoint('c', 1)];
  const envelopes = ['1', '2'].flatMap((round) => [
    post(bus, a, c, `a→c ${round}`),
    post(bus, b, c, `b→c ${round}`),
    post(bus, a, b, `a→b ${round}`),
  ]);
  return { bus, a, b, c, envelopes };
}

describe('a bus', () => {
  test('holds what is posted, in the order of posting, numbered from 1', () => {
    const { bus, envelopes } = filledBus();

    expect([...bus.all()]).toEqual(envelopes);
    expect(envelopes.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(bus.waiting).toBe(6);
    expect(bus.oldest).toBe(envelopes[0]);
  });

  test('lets the head of each lane be taken, and no other', () => {
    const { bus, envelopes } = filledBus();

    expect(typesOf(bus.heads())).toEqual(['a→c 1', 'b→c 1', 'a→b 1']);
    expect(envelopes.map(({ isHead }) => isHead)).toEqual([true, true, true, false, false, false]);
  });

  test('brings the next of a lane to its head when the first is taken', () => {
    const { bus, envelopes } = filledBus();

    bus.take(envelopes[1]!);

    expect(typesOf(bus.heads())).toEqual(['a→c 1', 'a→b 1', 'b→c 2']);
    expect(bus.waiting).toBe(5);
    expect(envelopes[1]).toMatchObject({
      isHead: false,
      nextInLane: undefined,
      older: undefined,
      younger: undefined,
    });
  });

  test('is empty when every envelope was taken, and keeps nothing of the lanes', () => {
    const { bus, a, b, c } = filledBus();

    const taken: string[] = [];
    for (let head = bus.heads().at(-1); head !== undefined; head = bus.heads().at(-1)) {
      bus.take(head);
      taken.push(head.event.type);
    }

    expect(taken).toEqual(['a→b 1', 'a→b 2', 'b→c 1', 'b→c 2', 'a→c 1', 'a→c 2']);
    expect([bus.waiting, bus.oldest, bus.heads()]).toEqual([0, undefined, []]);
    expect([a, b, c].map(({ lastBySender }) => lastBySender.size)).toEqual([0, 0, 0]);
  });

  test('starts a lane again after it was empty', () => {
    const bus = new LaneBus();
    bus.take(post(bus, ann, bob, 'first'));

    const second = post(bus, ann, bob, 'second');
    const third = post(bus, ann, bob, 'third');

    expect([second.isHead, third.isHead]).toEqual([true, false]);
    expect(bus.heads()).toEqual([second]);
    bus.take(second);
    bus.take(third);
  });

  test('keeps the lanes of two lives of one address apart', () => {
    const bus = new LaneBus();
    const firstLife = new Endpoint('ann', 1);
    const secondLife = new Endpoint('ann', 2);

    post(bus, firstLife, bob, 'from the first');
    post(bus, secondLife, bob, 'from the second');

    expect(typesOf(bus.heads())).toEqual(['from the first', 'from the second']);
    expect([firstLife.label, secondLife.label]).toEqual(['ann', 'ann#2']);
    bus.discard(bob, 'receiver-ended', () => true);
  });

  test('says from where to where an envelope goes, when it was posted and why', () => {
    const bus = new LaneBus();

    const envelope = bus.post('settle', createOutside(), ann, { type: 'HELLO' }, 7, 12.5);

    expect(envelope).toMatchObject({ kind: 'settle', from: '@outside', to: 'ann', cause: 7, time: 12.5 });
    bus.take(envelope);
  });
});

describe('discarding', () => {
  test('buries what is doomed on its way to one receiver, in the order of posting', () => {
    const { bus, c } = filledBus();

    const buried = bus.discard(c, 'receiver-ended', () => true);

    expect(buried.map(({ envelope, reason }) => [envelope.event.type, reason])).toEqual([
      ['a→c 1', 'receiver-ended'],
      ['b→c 1', 'receiver-ended'],
      ['a→c 2', 'receiver-ended'],
      ['b→c 2', 'receiver-ended'],
    ]);
    expect(typesOf(bus.all())).toEqual(['a→b 1', 'a→b 2']);
    expect([bus.waiting, bus.discarded, c.lastBySender.size]).toEqual([2, 4, 0]);
    expect(bus.deadLetters).toEqual(buried);
  });

  test('closes the gap in a lane of which it takes one from the front, the middle or the end', () => {
    for (const doomed of [0, 1, 2]) {
      const bus = new LaneBus();
      const receiver = new Endpoint('receiver', 1);
      const envelopes = ['0', '1', '2'].map((type) => post(bus, ann, receiver, type));

      bus.discard(receiver, 'sender-replaced', (envelope) => envelope === envelopes[doomed]);
      const late = post(bus, ann, receiver, 'late');

      const expected = [...['0', '1', '2'].filter((type) => type !== String(doomed)), 'late'];
      const taken: string[] = [];
      for (let head = bus.heads()[0]; head !== undefined; head = bus.heads()[0]) {
        expect(bus.heads()).toHaveLength(1);
        bus.take(head);
        taken.push(head.event.type);
      }
      expect(taken).toEqual(expected);
      expect(late.isHead).toBe(false);
    }
  });

  test('of nothing changes nothing', () => {
    const { bus, a, c } = filledBus();

    expect(bus.discard(c, 'receiver-ended', () => false)).toEqual([]);
    expect(bus.discard(a, 'receiver-ended', () => true)).toEqual([]);

    expect(typesOf(bus.heads())).toEqual(['a→c 1', 'b→c 1', 'a→b 1']);
    expect(bus.waiting).toBe(6);
  });

  test('leaves nothing that could still be taken', () => {
    const { bus, c, envelopes } = filledBus();

    bus.discard(c, 'receiver-ended', () => true);

    expect(envelopes.filter(({ isHead }) => isHead).map(({ event }) => event.type)).toEqual(['a→b 1']);
  });

  test('is of no harm to what is posted meanwhile on the same lane', () => {
    const bus = new LaneBus();
    const receiver = new Endpoint('receiver', 1);
    post(bus, ann, receiver, 'doomed');
    bus.deadLettered.subscribe(() => post(bus, ann, receiver, 'answer'));

    bus.discard(receiver, 'sender-replaced', ({ event }) => event.type === 'doomed');
    post(bus, ann, receiver, 'later');

    expect(typesOf(bus.heads())).toEqual(['answer']);
    expect(typesOf(bus.all())).toEqual(['answer', 'later']);
  });

  test('keeps the last of many dead letters, and counts them all', () => {
    const bus = new LaneBus();
    for (let n = 1; n <= DEAD_LETTERS_KEPT + 5; n++) {
      bus.postDead('deliver', ann, bob, { type: `${n}` }, 0, 0, 'receiver-ended');
    }

    expect(bus.discarded).toBe(DEAD_LETTERS_KEPT + 5);
    expect(bus.deadLetters).toHaveLength(DEAD_LETTERS_KEPT);
    expect(bus.deadLetters[0]?.envelope.event.type).toBe('6');
  });
});

describe('the streams of a bus', () => {
  test('show what is posted and what becomes a dead letter, in order', () => {
    const bus = new LaneBus();
    const seen: string[] = [];
    bus.posted.subscribe(({ event }) => seen.push(`posted ${event.type}`));
    bus.deadLettered.subscribe(({ envelope, reason }: DeadLetter) =>
      seen.push(`buried ${envelope.event.type} ${reason}`),
    );

    post(bus, ann, cat, 'one');
    bus.postDead('deliver', ann, cat, { type: 'two' }, 0, 0, 'receiver-never-started');
    bus.discard(cat, 'receiver-ended', () => true);

    expect(seen).toEqual([
      'posted one',
      'posted two',
      'buried two receiver-never-started',
      'buried one receiver-ended',
    ]);
  });
});
