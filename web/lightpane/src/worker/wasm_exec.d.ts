// wasm_exec.js is Go's own: the build copies it from the toolchain that compiles
// graph.wasm.
declare class Go {
  readonly importObject: WebAssembly.Imports;
  /** Resolves when the program has ended. */
  run(instance: WebAssembly.Instance): Promise<void>;
}
