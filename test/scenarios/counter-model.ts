/**
 * An independent model of the programs with a counter: coroutines, a clock and a list, as the tutorial has them, and
 * nothing of the machines. A coroutine runs until it sleeps; whoever is due first runs next, and of those who are due
 * at the same time the one who fell asleep first.
 */

export interface ModelCustomer {
  readonly answers: readonly string[];
  readonly thinkMs: number;
  readonly arrivesMs: number;
}

export interface ModelDay {
  readonly staff: readonly string[];
  readonly restMs: number;
  readonly menu: readonly { readonly name: string; readonly plural: string; readonly ms: number }[];
  readonly customers: readonly ModelCustomer[];
  readonly program: 'blocking-counter' | 'open-counter' | 'open';
}

/** How long to sleep, or `'for a customer'`: until the next one comes. */
type Sleep = number | 'for a customer';
type Coroutine = Generator<Sleep, void, void>;

/** Everything that is said, as a transcript has it. */
export function counterModel({ staff, restMs, menu, customers, program }: ModelDay): readonly string[] {
  const said: string[] = [];
  const asleep: { due: number; who: Coroutine }[] = [];
  let forACustomer: Coroutine | undefined;
  const tasks: (() => Generator<Sleep, void, void>)[] = [];
  const line: ModelCustomer[] = [];
  let comingIn = customers.length;
  let now = 0;
  let orders = 0;
  let closing = false;

  const say = (text: string) => said.push(`${(now / 1000).toFixed(2).padStart(8)} ${text}`);
  const log = (text: string) => say(program === 'open' ? `LOG ${text}` : text);
  const number = (order: number) => String(order).padStart(4, '0');
  const names = menu.map(({ name }) => name);
  const inWords = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const finish = program === 'open' ? 'finish task.' : 'finish task...';

  function* think(ms: number): Generator<Sleep, void, void> {
    if (program === 'blocking-counter') now += ms;
    else yield ms;
  }

  function close() {
    if (closing) return;
    say('Goodbye!');
    log('Closing down... stop taking orders and finish all tasks.');
    closing = true;
  }

  function* takeOrder(): Generator<Sleep, void, void> {
    const order = ++orders;
    if (line.length === 0 && comingIn > 0) yield 'for a customer';
    const customer = line.shift();
    if (customer === undefined) return close();
    if (program === 'open') log(`Taking Order #${number(order)}...`);
    say(`Order ${inWords} for order #${number(order)}:`);
    for (const [index, dish] of menu.entries()) {
      say(`PROMPT Number of ${dish.plural}:`);
      yield* think(customer.thinkMs);
      const answer = (customer.answers[index] ?? '').trim();
      if (!/^[0-9]+$/.test(answer)) {
        // Those who were due while everybody stood still come first.
        if (program === 'blocking-counter' && customer.thinkMs > 0) yield 0;
        return close();
      }
      for (let n = 0; n < Number(answer); n++) {
        const item = `#${number(order)}-${dish.name}${String(n).padStart(2, '0')}`;
        tasks.push(() => cook(dish, item));
      }
    }
    log(`Order #${number(order)} queued.`);
    if (program === 'open') say(`Order #${number(order)} queued, please wait.`);
    tasks.push(takeOrder);
  }

  function* cook(dish: ModelDay['menu'][number], item: string): Generator<Sleep, void, void> {
    log(`Preparing ${dish.name} ${item}...`);
    yield dish.ms;
    log(`${dish.name.charAt(0).toUpperCase()}${dish.name.slice(1)} made ${item}`);
  }

  function* work(name: string): Coroutine {
    for (;;) {
      const task = tasks.shift();
      if (task !== undefined) {
        log(`${name} is working...`);
        yield* task();
        log(`${name} ${finish}`);
      } else if (closing) return;
      else yield restMs;
    }
  }

  function* arrive(customer: ModelCustomer): Coroutine {
    yield customer.arrivesMs;
    if (closing) return;
    comingIn--;
    line.push(customer);
    const waiting = forACustomer;
    forACustomer = undefined;
    if (waiting !== undefined) resume(waiting);
  }

  /** Due times are counted from the moment of falling asleep, which blocking may have made later. */
  function resume(who: Coroutine) {
    const { done, value } = who.next();
    if (done) return;
    if (value === 'for a customer') forACustomer = who;
    else asleep.push({ due: now + value, who });
  }

  const shifts = staff.map(work);
  tasks.push(takeOrder);
  if (program === 'open') {
    say('Welcome to Short Order!');
    log('Ready for business!');
  }
  const arrivals = customers.map(arrive);
  for (const who of arrivals) resume(who);
  for (const shift of shifts) asleep.push({ due: 0, who: shift });
  const atWork = () => forACustomer !== undefined || asleep.some(({ who }) => shifts.includes(who));
  while (atWork()) {
    const earliest = Math.min(...asleep.map(({ due }) => due));
    const [next] = asleep.splice(
      asleep.findIndex(({ due }) => due === earliest),
      1,
    );
    if (next === undefined) break;
    now = Math.max(now, next.due);
    resume(next.who);
  }
  log('All tasks finished. Closing now.');
  log(`Orders completed in ${(now / 1000).toFixed(2)} seconds.`);
  return said;
}
