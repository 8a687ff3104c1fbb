/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
export function seeded(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A graph for the picture: nodes at the given points of the plane, edges as [from, to, capacity in sat]. */
export function graph(points, edges = []) {
  return {
    x: Int16Array.from(points, ([x]) => x),
    y: Int16Array.from(points, ([, y]) => y),
    edgeA: Int32Array.from(edges, ([a]) => a),
    edgeB: Int32Array.from(edges, ([, b]) => b),
    weight: Float32Array.from(edges, ([, , weight]) => weight),
  };
}

/** A graph of random nodes within the disc and random edges between them. */
export function randomGraph(nodes, edges, seed) {
  const random = seeded(seed);
  const point = () => {
    const angle = 2 * Math.PI * random();
    const radius = 32000 * Math.sqrt(random());
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
  const node = () => Math.floor(nodes * random());
  return graph(
    Array.from({ length: nodes }, point),
    Array.from({ length: edges }, () => [node(), node(), 1e4 + 1e7 * random() ** 3]),
  );
}
