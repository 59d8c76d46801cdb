/**
 * Who may speak to the page. It has no password, so only the person at this machine may: a foreign site can neither
 * post to it (Origin, Sec-Fetch-Site) nor pose as it by pointing a name of its own at 127.0.0.1 (Host).
 */
import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

function hostName(host: string | undefined): string | undefined {
  if (!host) return undefined;
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

export function guard(allowedHosts: readonly string[]): MiddlewareHandler {
  const names = new Set([...LOOPBACK, ...allowedHosts]);
  return async (c, next) => {
    const host = c.req.header('host');
    const name = hostName(host);
    if (!name || !names.has(name)) {
      throw new HTTPException(403, { message: 'This page answers only under its own address, such as http://127.0.0.1.' });
    }
    const origin = c.req.header('origin');
    const foreign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
    const site = c.req.header('sec-fetch-site') ?? 'none';
    // A link on another site may open the page itself; nothing else may be asked for from there.
    const opening = c.req.method === 'GET' && c.req.path === '/' && c.req.header('sec-fetch-mode') === 'navigate';
    if (foreign || (site !== 'same-origin' && site !== 'none' && !opening)) {
      throw new HTTPException(403, { message: 'Another site asked for this; only the page itself may.' });
    }
    await next();
  };
}

/** No markup of ours is ever built from text, and the browser holds us to it: trusted types allow no HTML at all. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const FILE_POLICY = "default-src 'none'; sandbox";

export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const headers = c.res.headers;
  if (c.req.path.startsWith('/api/')) headers.set('cache-control', 'no-store');
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', PAGE_POLICY);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
};
