import type { WireMessage } from './wire-message.js';

/**
 * The language of a page: what it is to be posted for a message about an actor, if anything.
 *
 * @param definition - JSON of the definition of the actor's machine
 */
export type Protocol = (message: WireMessage, definition: string) => readonly object[];

/** The language of the Stately inspector. */
export const statelyProtocol: Protocol = (message) => [message];
