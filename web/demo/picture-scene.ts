/**
 * The graph prepared for drawing: what of it is large, what is faint, and who is whose neighbour. Everything here is
 * in units of the plane (see picture-view) or without unit; nothing depends on the view.
 */
/** What the page hands over. Edge i joins the nodes edgeA[i] and edgeB[i] and has weight[i] sat of capacity. */
export interface PictureData {
  /** Positions in the plane, one per node, within a disc of radius 32767; y points down. */
  x: Int16Array;
  y: Int16Array;
  edgeA: Int32Array;
  edgeB: Int32Array;
  weight: Float32Array;
}

export interface Scene {
  readonly data: PictureData;
  readonly nodes: number;
  readonly edges: number;
  /** Size of a node, 0 (one small channel) to about 10 (the largest hubs): a mean of log degree and log capacity. */
  readonly size: Float32Array;
  /** Nodes, the largest first. */
  readonly nodeOrder: Uint32Array;
}

/** A node with this capacity and few channels is one step larger than one with none. */
const stepCapacity = 3e6;

/** Checks that the arrays fit together and prepares them; a RangeError says what does not. */
export function prepare(data: PictureData): Scene {
  const nodes = data.x.length;
  const edges = data.edgeA.length;
  if (data.y.length !== nodes) throw new RangeError(`${nodes} x positions but ${data.y.length} y positions`);
  if (data.edgeB.length !== edges || data.weight.length !== edges) {
    throw new RangeError(`${edges} edge starts, ${data.edgeB.length} ends and ${data.weight.length} weights differ in number`);
  }
  const degree = new Uint32Array(nodes);
  const capacity = new Float64Array(nodes);
  for (let e = 0; e < edges; e++) {
    const a = data.edgeA[e]!;
    const b = data.edgeB[e]!;
    if (!(a >= 0 && a < nodes && b >= 0 && b < nodes)) {
      throw new RangeError(`edge ${e} joins nodes ${a} and ${b}, but there are ${nodes} nodes`);
    }
    const weight = Math.max(0, data.weight[e]!);
    degree[a]!++;
    degree[b]!++;
    capacity[a]! += weight;
    capacity[b]! += weight;
  }
  const size = new Float32Array(nodes);
  for (let v = 0; v < nodes; v++) {
    size[v] = (Math.log2(Math.max(1, degree[v]!)) + Math.log2(1 + capacity[v]! / stepCapacity)) / 2;
  }
  return { data, nodes, edges, size, nodeOrder: falling(size) };
}

/** The indexes of values, by falling value. */
export function falling(values: Float32Array): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => values[b]! - values[a]! || a - b);
}

/** Who is whose neighbour: the edges of node v are edges[start[v]] to edges[start[v + 1] - 1]. */
export interface Adjacency {
  readonly start: Uint32Array;
  readonly edges: Uint32Array;
}

export function adjacency(scene: Scene): Adjacency {
  const { edgeA, edgeB } = scene.data;
  const start = new Uint32Array(scene.nodes + 1);
  for (let e = 0; e < scene.edges; e++) {
    start[edgeA[e]! + 1]!++;
    start[edgeB[e]! + 1]!++;
  }
  for (let v = 0; v < scene.nodes; v++) start[v + 1]! += start[v]!;
  const edges = new Uint32Array(2 * scene.edges);
  const fill = start.slice();
  for (let e = 0; e < scene.edges; e++) {
    edges[fill[edgeA[e]!]!++] = e;
    edges[fill[edgeB[e]!]!++] = e;
  }
  return { start, edges };
}

/** Radius in CSS pixels at which a node of this size is drawn, where span is the disc's mean diameter in CSS pixels. */
export function nodeRadius(size: number, span: number): number {
  const growth = Math.min(2.6, Math.max(0.75, (span / 700) ** 0.38));
  return (0.65 + 0.06 * size * size) * growth;
}
