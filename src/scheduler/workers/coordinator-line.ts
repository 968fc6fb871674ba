import type { Answer, Mail, News, Reply } from './messages.js';

/** How a thread speaks to the coordinator of a run, and to other threads. */
export interface CoordinatorLine {
  readonly thread: number;
  /** How often it has changed who has which system id. */
  readonly nameChanges: number;
  /** Lets no thread trust in what it remembers of names any more. */
  nameChanged(): void;
  /** Asks in the midst of a step, and stands still until the answer has come. */
  ask(question: Extract<Reply, { readonly reply: 'question' }>): Answer;
  reply(reply: Reply): void;
  /** Hands an event to the thread of its receiver. */
  mail(thread: number, mail: Mail): void;
  tell(news: News): void;
  /** Says in shared memory whose step begins, so that it is known should the thread be lost in it. */
  beginStep(mark: number): void;
  endStep(): void;
}
