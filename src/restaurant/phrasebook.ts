import { orderNumber } from '../../machines/menu.js';
import type { News } from '../../machines/protocol.js';
import type { Heard } from './heard.js';

/**
 * Whom a line is for.
 *
 * - `counter`: the customers
 * - `prompt`: the customer who is asked; the answer stands behind it, on the same line
 * - `answer`: the answer of a scripted customer, known beforehand; it comes straight after its `prompt`
 * - `staff`: the log, or the terminal in the scenarios that have no log
 */
export type Channel = 'counter' | 'prompt' | 'answer' | 'staff';

/** One line, in the words of a scenario. */
export interface Line {
  readonly channel: Channel;
  /** Address of the actor who has caused it. */
  readonly actor: string;
  readonly text: string;
}

/** Turns a piece of news into lines; into none where a scenario has no words for it. */
export type Phrasebook = (heard: Heard) => readonly Line[];

type NewsOf<TType> = Extract<News, { type: TType }>;

type Phrases = {
  readonly [TType in News['type']]?: (event: NewsOf<TType>, heard: Heard) => readonly Phrase[];
};

type Phrase = readonly [channel: Channel, text: string];

/** In the kitchen of the first programs there is nothing to tell the staff apart by. */
const kitchenWords: Phrases = {
  'task.started': ({ task }) =>
    task.kind === 'cook' ? [['staff', `Preparing ${task.item.dish} ${task.item.name}...`]] : [],
  'item.made': ({ item }) => [['staff', `${capitalised(item.dish)} made ${item.name}`]],
  'restaurant.closed': (_, { time }) => [['staff', `Orders completed in ${seconds(time)} seconds.`]],
};

/** @param finish - what is said of a member of staff who has finished a task */
function staffWords(finish: string): Phrases {
  return {
    ...kitchenWords,
    'task.started': (event, heard) => [
      ['staff', `${heard.address} is working...`],
      ...(kitchenWords['task.started']?.(event, heard) ?? []),
    ],
    'task.finished': (_, { address }) => [['staff', `${address} ${finish}`]],
  };
}

function counterWords(finish: string): Phrases {
  return {
    ...staffWords(finish),
    'order.opened': ({ order, dishes }) => [
      ['counter', `Order ${inWords(dishes)} for order #${orderNumber(order)}:`],
    ],
    'question.heard': ({ dish, answer }) => [
      ['prompt', `Number of ${dish}: `],
      ...(answer === null ? [] : [['answer', answer] as const]),
    ],
    'order.queued': ({ order }) => [['staff', `Order #${orderNumber(order)} queued.`]],
    'orders.ended': () => [
      ['counter', 'Goodbye!'],
      ['staff', 'Closing down... stop taking orders and finish all tasks.'],
    ],
    'restaurant.closed': (event, heard) => [
      ['staff', 'All tasks finished. Closing now.'],
      ...(kitchenWords['restaurant.closed']?.(event, heard) ?? []),
    ],
  };
}

const openWords: Phrases = {
  ...counterWords('finish task.'),
  'restaurant.opened': () => [
    ['counter', 'Welcome to Short Order!'],
    ['staff', 'Ready for business!'],
  ],
  'order.opened': ({ order, dishes }) => [
    ['staff', `Taking Order #${orderNumber(order)}...`],
    ['counter', `Order ${inWords(dishes)} for order #${orderNumber(order)}:`],
  ],
  'order.queued': ({ order }) => [
    ['staff', `Order #${orderNumber(order)} queued.`],
    ['counter', `Order #${orderNumber(order)} queued, please wait.`],
  ],
};

/** What is done and nothing of who does it: programs 1 and 2. */
export const kitchenPhrasebook = phrasebook(kitchenWords);

/** Who does what, from a queue that was there at the start: program 3. */
export const staffPhrasebook = phrasebook(staffWords('finished a task...'));

/** Orders are taken, and all of it is said aloud: programs 4 and 5. */
export const counterPhrasebook = phrasebook(counterWords('finish task...'));

/** Customers are spoken to, and all else is for the log: program 6. */
export const openPhrasebook = phrasebook(openWords);

/** The same, but the counter is too crowded to listen in. */
export const rushPhrasebook: Phrasebook = (heard) =>
  openPhrasebook(heard).filter(({ channel }) => channel === 'staff');

function phrasebook(phrases: Phrases): Phrasebook {
  return (heard) => {
    const say = phrases[heard.event.type] as ((event: News, heard: Heard) => readonly Phrase[]) | undefined;
    return (say?.(heard.event, heard) ?? []).map(([channel, text]) => ({
      channel,
      actor: heard.address,
      text,
    }));
  };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function inWords(names: readonly string[]): string {
  const [last = '', ...others] = names.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
