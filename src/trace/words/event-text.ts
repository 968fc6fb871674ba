import type { EventObject } from 'xstate';
import { valueText } from './state-text.js';

/** An event in the words of a report: its type and what it carries, XState's own events by what they mean. */
export function eventText({ type, ...payload }: EventObject): string {
  const own = xstateEventText(type);
  if (own !== undefined) {
    return own;
  }
  const fields = Object.entries(payload).map(([key, value]) => `${key} ${valueText(value)}`);
  return [type, ...fields].join(' ');
}

function xstateEventText(type: string): string | undefined {
  const [prefix, family = '', detail = ''] = type.split('.');
  if (prefix !== 'xstate') {
    return undefined;
  }
  switch (family) {
    case 'after':
      return /^\d+$/.test(detail) ? `after ${detail} ms` : `after ${detail}`;
    case 'done':
    case 'error':
    case 'snapshot':
      return detail === 'actor' ? `${family} ${type.split('.').slice(3).join('.')}` : family;
    case 'promise':
      return detail === 'reject' ? 'rejected' : 'resolved';
    default:
      return type.slice('xstate.'.length);
  }
}
