/** What the page that frames an inspector is given with it. */
export interface PageData {
  /** Where the inspector comes from. */
  readonly origin: string;
  /** The type of the message by which it says that it is there. */
  readonly greeting: string;
}

/** What the hub tells the page of how it goes. */
export interface PageStatus {
  /** How many frames the page has missed. */
  readonly leftOut: number;
  /** Why nothing more comes, when that is so. */
  readonly end?: string | undefined;
}
