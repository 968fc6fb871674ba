import { readFileSync } from 'node:fs';
import { markupText, scriptJson } from '../trace/pictures/markup.js';
import { InspectorError } from './inspector-error.js';
import type { PageData } from './page/page-data.js';
import { createToken } from './token.js';

/** The page that a hub serves. */
export interface HubPage {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HubPageOptions {
  /** What is looked at. */
  readonly title: string;
  /** Where the inspector is that it frames. */
  readonly inspector: string;
  /** What that inspector says when it is there. */
  readonly greeting: string;
}

/**
 * The page that frames an inspector, hands it what the hub tells, and shows how much it has missed.
 *
 * @throws InspectorError `ERR_INSPECTOR_PAGE` where the inspector's address is none
 */
export function createHubPage({ title, inspector, greeting }: HubPageOptions): HubPage {
  const { origin, href } = readAddress(inspector);
  const data: PageData = { origin, greeting };
  const nonce = createToken();
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${markupText(title)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<header><h1>${markupText(title)}</h1><p id="status" role="status">Waiting for the inspector.</p></header>
<iframe id="inspector" title="Inspector" src="${markupText(href, href.length)}"></iframe>
<script type="application/json" id="data">${scriptJson(data)}</script>
<script type="module" nonce="${nonce}">
${programText()}</script>
</body>
</html>
`;
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': [
        "default-src 'none'",
        "connect-src 'self'",
        `script-src 'nonce-${nonce}'`,
        `style-src 'nonce-${nonce}'`,
        `frame-src ${origin}`,
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join(';'),
    },
  };
}

/** What runs in the page, as it was compiled. */
function programText(): string {
  return readFileSync(new URL('./page/main.js', import.meta.url), 'utf8')
    .replace(/^\/\/# source.*\n?/m, '')
    .replaceAll('</script', String.raw`<\/script`);
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --quiet: #57606a; --paper: #f6f8fa; --line: #d0d7de; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #9da7b3; --paper: #161b22; --line: #30363d; } }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--paper); color: var(--ink); font: 14px/1.4 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 0 1em; align-items: baseline; padding: .4em .8em; border-bottom: 1px solid var(--line); }
h1, p { margin: 0; font-size: inherit; }
p { color: var(--quiet); }
iframe { flex: 1; width: 100%; border: 0; }
`;

function readAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new InspectorError(
      'ERR_INSPECTOR_PAGE',
      `the address of an inspector's page begins with https:// or http://; got ${JSON.stringify(text)}`,
    );
  }
  return url;
}
