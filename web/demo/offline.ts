/** Keeps the page itself in the browser, so that it opens without a connection; the package keeps the graph. */

/**
 * Registers the service worker where there is one, or has it fetch anew what it keeps. Not having one costs the offline
 * visit and nothing else.
 */
export async function keepForOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    if (navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage("refresh");
    else await navigator.serviceWorker.register("sw.js", { type: "module" });
  } catch {
    // Private windows and plain http have none.
  }
}
