// Builds the web side: graph.wasm, the npm package in lightpane/dist, and the
// site in dist, which the Go program embeds.
//
//   node build.mjs
//
// Needs Go and `npm ci`. Building again redoes only what has changed.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { build as bundle } from "esbuild";

const run = promisify(execFile);
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

const web = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(web);
const cache = path.join(root, ".cache");
const packageDist = path.join(web, "lightpane", "dist");
const demoSource = path.join(web, "demo");
const demoCompiled = path.join(demoSource, "dist");
const bundled = path.join(cache, "bundled");
const site = path.join(web, "dist");

/** Compiles the graph program to a file, perhaps with build tags and values for variables (-X). */
export async function buildProgram(output, { tags = "", set = "" } = {}) {
  const compiled = `${output}.${process.pid}.part`;
  const flags = ["-trimpath", "-buildvcs=false", `-tags=${tags}`, `-ldflags=-s -w -buildid= ${set}`];
  await go(["build", ...flags, "-o", compiled, "./wasm/graph"], { GOOS: "js", GOARCH: "wasm", CGO_ENABLED: "0" });
  await rename(compiled, output);
}

async function go(args, env = {}) {
  const { stdout } = await run("go", args, { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
  return stdout.trim();
}

/** Copies Go's loader from the toolchain that compiles the program: the two belong together. */
async function copyLoader() {
  const goroot = await go(["env", "GOROOT"]);
  const loader = await readFile(path.join(goroot, "lib", "wasm", "wasm_exec.js"));
  await writeChanged(path.join(packageDist, "worker", "wasm_exec.js"), loader);
}

async function compileTypeScript() {
  const tsc = path.join(web, "node_modules", "typescript", "bin", "tsc");
  try {
    await run(process.execPath, [tsc, "-b"], { cwd: web });
  } catch (error) {
    throw new Error(error.stdout || error.message);
  }
}

/** The files of the site: their names there, and where they come from. */
async function listSite() {
  const files = new Map([["README.md", path.join(site, "README.md")]]);
  const add = async (source, prefix, wanted) => {
    for (const name of await listFiles(source)) {
      if (wanted(name)) files.set(prefix + name, path.join(source, name));
    }
  };
  await add(demoSource, "", (name) => !/\.ts$|\.json$|^(test|dist)\//.test(name));
  files.set("lightpane/graph.wasm", path.join(packageDist, "graph.wasm"));
  const offline = [...files.keys()].filter((name) => name !== "README.md" && name !== "index.html");
  for (const [name, source] of await bundleSite(offline)) files.set(name, source);
  return files;
}

/**
 * The scripts of the site, each with all that it imports but the others: a visitor fetches a handful of files, at once,
 * where the modules as they are written would be found one after another.
 */
const scripts = new Map([
  ...["theme.js", "engine.js", "main.js", "picture.js", "picture-worker.js"].map((name) => [name, path.join(demoCompiled, name)]),
  ...["index.js", "worker.js"].map((name) => [`lightpane/${name}`, path.join(packageDist, name)]),
]);

/** Bundles the scripts, and the service worker that keeps them and the files named `offline`. */
async function bundleSite(offline) {
  const apart = {
    name: "apart",
    setup(build) {
      build.onResolve({ filter: /^lightpane$/ }, () => ({ path: "./lightpane/index.js", external: true }));
      build.onResolve({ filter: /^\.\/(theme|engine|picture)\.js$/ }, ({ path }) => ({ path, external: true }));
    },
  };
  const options = { outdir: bundled, bundle: true, format: "esm", target: "es2022", minify: true, logLevel: "silent" };
  const entries = (names) => [...names].map(([name, source]) => ({ in: source, out: name.replace(/\.js$/, "") }));
  await bundle({ ...options, entryPoints: entries(scripts), plugins: [apart] });
  const siteFiles = JSON.stringify([...offline, ...scripts.keys()]);
  const keeper = new Map([["sw.js", path.join(demoCompiled, "sw.js")]]);
  await bundle({ ...options, entryPoints: entries(keeper), define: { siteFiles } });
  return [...scripts.keys(), ...keeper.keys()].map((name) => [name, path.join(bundled, name)]);
}

async function listFiles(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Makes dist hold exactly these files and their compressed forms. */
async function writeSite(files) {
  const kept = new Set();
  for (const [name, source] of files) {
    const content = await readFile(source);
    kept.add(name);
    if (name !== "README.md") await writeChanged(path.join(site, name), content);
    if (!/\.(html|css|js|wasm|svg|json|webmanifest)$/.test(name)) continue;
    for (const [ending, compressed] of await compress(content)) {
      kept.add(name + ending);
      await writeChanged(path.join(site, name + ending), compressed);
    }
  }
  for (const name of await listFiles(site)) {
    if (!kept.has(name)) await rm(path.join(site, name));
  }
}

/** The compressed forms of a content, kept by its hash since brotli 11 takes seconds. */
async function compress(content) {
  const hash = createHash("sha256").update(content).digest("hex");
  const forms = [
    [".br", () => brotli(content, { params: brotliParams(content.length) })],
    [".gz", () => gzip(content, { level: 9 })],
  ];
  return Promise.all(
    forms.map(async ([ending, make]) => {
      const kept = path.join(cache, "compressed", hash + ending);
      const known = await readFile(kept).catch(() => undefined);
      if (known !== undefined) return [ending, known];
      const made = await make();
      await writeChanged(kept, made);
      return [ending, made];
    }),
  );
}

export function brotliParams(size) {
  return {
    [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: size,
  };
}

/** Writes a file in one step, unless it is there already with that content. */
async function writeChanged(file, content) {
  const old = await readFile(file).catch(() => undefined);
  if (old !== undefined && old.equals(content)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const written = `${file}.${process.pid}.part`;
  await writeFile(written, content);
  await rename(written, file);
}

async function build() {
  await mkdir(path.join(packageDist, "worker"), { recursive: true });
  await Promise.all([buildProgram(path.join(packageDist, "graph.wasm")), copyLoader(), compileTypeScript()]);
  await writeSite(await listSite());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build();
  } catch (error) {
    console.error(`build: ${error.message}`);
    process.exit(1);
  }
}
