declare module "graphology-layout-forceatlas2/iterate.js" {
  /** One step of ForceAtlas2 over flat matrices: ten numbers per node, three per edge. */
  export default function iterate(settings: object, nodes: Float32Array, edges: Float32Array): object;
}

declare module "*.css" {
  const text: string;
  export default text;
}
