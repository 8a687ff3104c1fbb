/**
 * The service worker: keeps the page's own files, so that the page opens without a connection.
 *
 * The network comes first, so that nobody runs yesterday's code; the kept files are for when it does not answer. Snapshots
 * and everything else that changes are none of its business: the package stores the graph itself.
 */

/** The parts of ServiceWorkerGlobalScope used here; the DOM library, which the page needs, does not have it. */
interface Scope {
  addEventListener(type: "install" | "activate", listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(type: "fetch", listener: (event: { request: Request; respondWith(response: Promise<Response>): void }) => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown; waitUntil(work: Promise<unknown>): void }) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  registration: { scope: string };
}

/** The other files of the site; the build writes their names in. */
declare const siteFiles: readonly string[];

const scope = self as unknown as Scope;
const cacheName = "lightpane-page-1";
const kept = new Set(["./", ...siteFiles].map((file) => new URL(file, scope.registration.scope).href));

scope.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => scope.clients.claim()));
});

// The page asks for this when it has nothing better to do.
scope.addEventListener("message", (event) => {
  if (event.data === "refresh") event.waitUntil(keepAll());
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const file = url.origin + url.pathname; // the address of the page carries the visitor's query
  if (request.method === "GET" && kept.has(file)) event.respondWith(networkFirst(request, file));
});

/** Fetches all files and keeps them, or keeps what was there if one of them cannot be had. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([...kept]);
}

async function dropOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name);
}

async function networkFirst(request: Request, file: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const stored = await (await caches.open(cacheName)).match(file);
    if (stored) return stored;
    throw error;
  }
}
