// What Python sends (columns, see graph/component/__init__.py) and the records made of it.

/** A column of repeated words: the distinct ones and, per row, the place of its word among them. */
interface Words {
  of: string[];
  at: number[];
}

export interface Message {
  key: string;
  nodes: { id: string[]; name: string[]; kind: Words; country: (string | null)[]; claims: number[] };
  edges: {
    id: string[];
    source: number[];
    target: number[];
    verb: Words;
    modality: Words;
    sign: number[];
    directed: number[];
    weight: number[];
  };
  /** The network whose places are computed; `ends` holds two node numbers per pair of actors. */
  whole: { id: string; nodes: string[]; names: string[]; claims: number[]; ends: number[] };
  kinds: Record<string, string>;
  /** The most ties of a pair that are drawn one by one. */
  parallel: number;
  /** Whether the whole network has pairs with more. */
  bundles: boolean;
  left_out: number;
  summary: string;
  dark: boolean | null;
  focus: string | null;
}

export interface NodeRow {
  id: string;
  name: string;
  kind: string;
  country: string | null;
  claims: number;
}

export interface EdgeRow {
  id: string;
  source: string;
  target: string;
  verb: string;
  modality: string;
  sign: number;
  directed: boolean;
  weight: number;
}

/** One drawn line: a tie, or the bundle of all ties between two actors where there are too many to tell apart. */
export interface Line {
  id: string;
  source: string;
  target: string;
  ties: EdgeRow[];
  parallel: boolean;
}

export function nodeRows(message: Message): NodeRow[] {
  const { id, name, kind, country, claims } = message.nodes;
  return id.map((node, i) => ({
    id: node,
    name: name[i],
    kind: kind.of[kind.at[i]],
    country: country[i],
    claims: claims[i],
  }));
}

export function edgeRows(message: Message): EdgeRow[] {
  const { id, source, target, verb, modality, sign, directed, weight } = message.edges;
  return id.map((edge, i) => ({
    id: edge,
    source: message.nodes.id[source[i]],
    target: message.nodes.id[target[i]],
    verb: verb.of[verb.at[i]],
    modality: modality.of[modality.at[i]],
    sign: sign[i],
    directed: directed[i] === 1,
    weight: weight[i],
  }));
}

export function pairOf(a: string, b: string): string {
  return a < b ? JSON.stringify([a, b]) : JSON.stringify([b, a]);
}

/** The lines to draw; pairs in `opened` are fanned out however many ties they have. */
export function lines(edges: EdgeRow[], opened: ReadonlySet<string>, most: number): Line[] {
  const pairs = new Map<string, EdgeRow[]>();
  for (const edge of edges) {
    const pair = pairOf(edge.source, edge.target);
    const ties = pairs.get(pair);
    if (ties) ties.push(edge);
    else pairs.set(pair, [edge]);
  }
  const drawn: Line[] = [];
  for (const [pair, ties] of pairs) {
    const { source, target } = ties[0];
    if (ties.length > most && !opened.has(pair)) {
      drawn.push({ id: "bundle " + pair, source, target, ties, parallel: false });
      continue;
    }
    for (const tie of ties) {
      const { id, source, target } = tie;
      drawn.push({ id, source, target, ties: [tie], parallel: ties.length > 1 || source === target });
    }
  }
  return drawn;
}

/** `now` without `ids` if it holds them all, else with them. */
export function toggled(now: ReadonlySet<string>, ids: string[]): string[] {
  const all = ids.length > 0 && ids.every((id) => now.has(id));
  return all ? [...now].filter((id) => !ids.includes(id)) : [...new Set([...now, ...ids])];
}
