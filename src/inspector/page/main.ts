/**
 * Runs in the page that frames an inspector: hands the inspector what the hub tells, and the hub what the inspector
 * wants done. The inspector may load again at any time; then all is told from the start.
 */

import type { PageData, PageStatus } from './page-data.js';

/** How long an inspector may take to say that it is there before the page says that it waits, in milliseconds. */
const PATIENCE = 10_000;

const { origin, greeting } = JSON.parse(textOf('data')) as PageData;
const inspector = document.querySelector('iframe');
const token = new URLSearchParams(location.search).get('token') ?? '';
let frames: EventSource | undefined;
let status: PageStatus = { leftOut: 0 };
let trouble = '';

addEventListener('message', ({ source, origin: from, data }: MessageEvent<unknown>) => {
  if (source !== inspector?.contentWindow || from !== origin || !isMessage(data)) {
    return;
  }
  if (data.type === greeting) {
    watch();
  } else if (data.type === 'xstate.event') {
    void command(data);
  }
});

setTimeout(() => {
  if (frames === undefined) {
    say(`${origin} has not answered yet: is there a network?`);
  }
}, PATIENCE);

function watch(): void {
  frames?.close();
  frames = new EventSource(`frames?token=${token}`);
  frames.addEventListener('open', () => {
    trouble = '';
    sayHowItGoes();
  });
  frames.addEventListener('message', ({ data }: MessageEvent<string>) => {
    inspector?.contentWindow?.postMessage(JSON.parse(data), origin);
  });
  frames.addEventListener('status', ({ data }: MessageEvent<string>) => {
    status = JSON.parse(data) as PageStatus;
    if (status.end !== undefined) {
      frames?.close();
    }
    sayHowItGoes();
  });
  frames.addEventListener('error', () => {
    if (status.end === undefined) {
      trouble = 'The run cannot be reached.';
      sayHowItGoes();
    }
  });
}

async function command(message: object): Promise<void> {
  try {
    const response = await fetch(`commands?token=${token}`, {
      method: 'POST',
      body: JSON.stringify(message),
    });
    trouble = response.ok ? '' : await response.text();
  } catch {
    trouble = 'The run cannot be reached.';
  }
  sayHowItGoes();
}

function sayHowItGoes(): void {
  const missed = status.leftOut === 0 ? '' : `${status.leftOut} frames were left out.`;
  say([status.end ?? 'Watching.', missed, trouble].filter((part) => part !== '').join(' '));
}

function say(text: string): void {
  const place = document.getElementById('status');
  if (place !== null) {
    place.textContent = text;
  }
}

function isMessage(data: unknown): data is { readonly type: string } {
  return typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string';
}

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}
