// An HTTP server whose answers a test lays down path by path.
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** What an embedder may insist on; the package has to work under it. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src *; img-src data:";

/**
 * Starts a server on a free port. An answer is bytes, a status number, or a
 * function (request, response); `requests` lists the paths asked for.
 */
export async function startServer(answers = {}) {
  const table = new Map(Object.entries(answers));
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    requests.push(url.pathname);
    response.setHeader("access-control-allow-origin", "*");
    const answer = table.get(url.pathname) ?? (await staticFile(url.pathname)) ?? 404;
    if (typeof answer === "function") return answer(request, response);
    if (typeof answer === "number") response.writeHead(answer).end();
    else response.end(answer);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    requests,
    answer: (where, what) => table.set(where, what),
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

const roots = {
  "/lightpane/": fileURLToPath(new URL("../../lightpane/dist/", import.meta.url)),
  "/page/": fileURLToPath(new URL("../page/", import.meta.url)),
};

async function staticFile(name) {
  for (const [prefix, root] of Object.entries(roots)) {
    if (!name.startsWith(prefix)) continue;
    const file = path.join(root, name.slice(prefix.length));
    if (!file.startsWith(root)) return undefined;
    const content = await readFile(file).catch(() => undefined);
    return content && sending(content, types[path.extname(file)]);
  }
  return undefined;
}

/** An answer with a type, and other headers. */
export function sending(content, type, headers = {}) {
  return (_, response) => {
    response.writeHead(200, {
      ...(type && { "content-type": type }),
      "content-security-policy": policy,
      "content-length": content.length,
      ...headers,
    });
    response.end(content);
  };
}
