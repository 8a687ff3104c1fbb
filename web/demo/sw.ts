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
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  registration: { scope: string };
}

const scope = self as unknown as Scope;
const cacheName = "lightpane-page-1";
const files = [
  "./",
  "style.css", "answer.css", "favicon.svg",
  "main.js", "page.js", "alias.js", "amount.js", "answer.js", "ask.js", "copy.js", "dom.js", "format.js", "hops.js",
  "keeper.js", "offline.js", "picker.js", "query.js", "source.js", "stage.js", "sync.js", "theme.js", "words.js",
];
const kept = new Set(files.map((file) => new URL(file, scope.registration.scope).href));

scope.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => scope.clients.claim()));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && kept.has(request.url)) event.respondWith(networkFirst(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([...kept]);
}

async function dropOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name);
}

async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const stored = await cache.match(request, { ignoreSearch: true });
    if (stored) return stored;
    throw error;
  }
}
