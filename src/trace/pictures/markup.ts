import { cutTo, inOneLine } from '../words/one-line.js';

/** A text of a trace as it may stand in an element or an attribute of XML or HTML, in one line. */
export function markupText(text: string, longest = 200): string {
  return cutTo(inOneLine(text), longest)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Data as JSON that may stand in a `<script>` of HTML: nothing in it ends the element or begins a comment. */
export function scriptJson(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}
