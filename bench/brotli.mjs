// Prints what a file takes in brotli's smallest form: {"bytes": N}.
//
//   node brotli.mjs FILE

import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const file = readFileSync(process.argv[2]);
const compressed = brotliCompressSync(file, {
	params: {
		[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
		[constants.BROTLI_PARAM_SIZE_HINT]: file.length,
	},
});
process.stdout.write(JSON.stringify({ bytes: compressed.length }) + "\n");
