import type { ServerResponse } from 'node:http';
import type { Subscription } from 'rxjs';
import type { Feed, News } from './feed.js';
import type { KnownActor } from './known-actor.js';
import type { PageStatus } from './page/page-data.js';

/** How much may wait in memory for a page that does not read, in bytes; what comes then is left out. */
const MOST_WAITING = 1 << 20;

/**
 * What goes to one page, as server-sent events: at first how things stand and the latest events, then each step.
 *
 * A page that reads too slowly misses frames. It is told how many, and when it has caught up, how things stand then.
 */
export class PageStream {
  /** How many frames the page has missed. */
  leftOut = 0;
  readonly #response: ServerResponse;
  readonly #feed: Feed;
  readonly #subscription: Subscription;
  /** The actors that the page knows. */
  readonly #known = new WeakSet<KnownActor>();
  /** The number of the latest change that the page knows of. */
  #change = 0;
  #isGreeted = false;
  #leftOutAsTold = 0;
  #end: string | undefined;

  constructor(response: ServerResponse, feed: Feed) {
    this.#response = response;
    this.#feed = feed;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    response.on('drain', () => this.#catchUp());
    this.#subscription = feed.news.subscribe((news) => this.#show(news));
    this.#catchUp();
  }

  /** How many bytes wait for the page. */
  get waiting(): number {
    return this.#response.writableLength;
  }

  /** Tells the page that nothing more comes, and ends when it has read all; resolves then. */
  close(reason: string): Promise<void> {
    this.#subscription.unsubscribe();
    this.#end = reason;
    this.#tell();
    return new Promise((resolve) => {
      this.#response.on('close', resolve);
      this.#response.end(resolve);
    });
  }

  /** The page is gone. */
  forget(): void {
    this.#subscription.unsubscribe();
  }

  get #isFull(): boolean {
    return this.waiting >= MOST_WAITING;
  }

  #show({ before, change, size, started, frames }: News): void {
    if (this.#change !== before || this.#isFull) {
      this.leftOut += size;
      return;
    }
    for (const frame of frames()) {
      this.#write(frame);
    }
    for (const actor of started) {
      this.#known.add(actor);
    }
    this.#change = change;
  }

  /** Says of each actor how it is now, as far as the page does not know; goes on later where it reads too slowly. */
  #catchUp(): void {
    for (const actor of this.#feed.changedSince(this.#change)) {
      if (this.#isFull) {
        return;
      }
      this.#introduceParents(actor);
      this.#present(actor);
      this.#change = actor.change;
    }
    this.#greet();
    this.#tell();
  }

  /** A page hears of nobody before it has heard of the parent. */
  #introduceParents(actor: KnownActor): void {
    const parent = this.#feed.parentOf(actor);
    if (parent !== undefined && !this.#known.has(parent)) {
      this.#introduceParents(parent);
      this.#present(parent);
    }
  }

  #present(actor: KnownActor): void {
    for (const frame of this.#feed.present(actor, this.#known.has(actor))) {
      this.#write(frame);
    }
    this.#known.add(actor);
  }

  #greet(): void {
    if (this.#isGreeted) {
      return;
    }
    this.#isGreeted = true;
    for (const frame of this.#feed.recentEvents()) {
      if (this.#isFull) {
        this.leftOut++;
      } else {
        this.#write(frame);
      }
    }
  }

  #tell(): void {
    if (this.leftOut !== this.#leftOutAsTold || this.#end !== undefined) {
      this.#leftOutAsTold = this.leftOut;
      const status: PageStatus = { leftOut: this.leftOut, end: this.#end };
      this.#write(JSON.stringify(status), 'status');
    }
  }

  #write(frame: string, event?: string): void {
    const name = event === undefined ? '' : `event: ${event}\n`;
    this.#response.write(`${name}data: ${frame}\n\n`);
  }
}
