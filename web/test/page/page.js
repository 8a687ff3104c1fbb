// What the tests call from outside, in the page.
import * as lightpane from "../lightpane/index.js";

globalThis.lightpane = lightpane;

/** Everything that the content security policy has forbidden. */
globalThis.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));

/** An error in a form that leaves the page. */
globalThis.describe = (error) => ({
  name: error?.name,
  code: error?.code,
  retryable: error?.retryable,
  status: error?.status,
  message: error?.message,
});

/** The error that a promise rejects with. */
globalThis.failure = (promise) =>
  promise.then(
    () => ({ name: "no error" }),
    (error) => describe(error),
  );

/** The next event of a type. */
globalThis.next = (target, type) => new Promise((resolve) => target.addEventListener(type, (event) => resolve(event.detail), { once: true }));

/** Opens a Lightpane at a fixed time of day. */
globalThis.openAt = (now, options) => lightpane.Lightpane.open({ network: "bitcoin", now: () => now * 1000, ...options });

/** Values with bigints, as JSON. */
globalThis.plain = (value) => JSON.parse(JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}n` : v)));

/** Counts how often timers of the page fire while work goes on, and the longest wait between two. */
globalThis.ticksDuring = async (work) => {
  let ticks = 0;
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    ticks++;
  }, 1);
  try {
    return { result: await work(), ticks, longest };
  } finally {
    clearInterval(timer);
  }
};

/** The file of a directory that was written last. */
globalThis.newestFile = async (directory) => {
  const files = [];
  for await (const handle of directory.values()) files.push({ handle, file: await handle.getFile() });
  const { handle, file } = files.sort((a, b) => b.file.lastModified - a.file.lastModified)[0];
  return { handle, bytes: new Uint8Array(await file.arrayBuffer()) };
};
