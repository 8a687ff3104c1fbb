// A server on loopback that knows the few files it was given.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".mjs": "text/javascript",
	".wasm": "application/wasm",
};

/**
 * Serves files and folders by address.
 * @param {Record<string, string>} files path of the address to path of the file;
 *   one that ends in a slash is a folder
 * @returns {Promise<{origin: string, close: () => void}>}
 */
export async function serve(files) {
	const server = createServer(async (request, response) => {
		const path = new URL(request.url, "http://localhost").pathname;
		try {
			const body = await readFile(locate(files, path));
			response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
			response.end(body);
		} catch {
			response.writeHead(404).end();
		}
	});
	await new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", resolve);
	});
	return {
		origin: `http://127.0.0.1:${server.address().port}`,
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
}

function locate(files, path) {
	if (path in files) return files[path];
	for (const [address, folder] of Object.entries(files)) {
		// The URL parser has resolved any ".." already.
		if (address.endsWith("/") && path.startsWith(address)) return join(folder, path.slice(address.length));
	}
	throw new Error("no such file");
}
