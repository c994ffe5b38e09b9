// Where actors stand. The same network gives the same places on every visit: no chance, fixed iterations.

import iterate from "graphology-layout-forceatlas2/iterate.js";
import type { Message } from "./data";

export interface Point {
  x: number;
  y: number;
}
export type Places = Map<string, Point>;

interface Body extends Point {
  id: string;
  size: number;
  width: number;
  height: number;
}

const EDGE = 130; // wanted mean length of a tie, in pixels at zoom 1
const ROOM = 2.6; // the area a network gets is that of its signs and names times this
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Diameter of an actor's sign at zoom 1; `most` is the largest number of claims in the whole network. */
export function diameter(claims: number, most: number): number {
  return 24 + 28 * Math.sqrt(Math.min(1, claims / Math.max(most, 12)));
}

/** Places for a whole network: each connected part by ForceAtlas2, its actors pushed apart, the parts packed.
 * `aspect` is the wanted width for a height of 1. */
export function layOut(whole: Message["whole"], aspect: number): Places {
  const most = Math.max(1, ...whole.claims);
  const roomy = whole.nodes.length <= 160; // beyond it names can no longer all be shown anyway
  const bodies: Body[] = whole.nodes.map((id, i) => {
    const size = diameter(whole.claims[i], most);
    const text = roomy ? Math.min(whole.names[i].length, 18) * 6.4 : 0;
    return { id, size, x: 0, y: 0, width: Math.max(size, text) + 16, height: size + (roomy ? 30 : 14) };
  });
  const parts = connected(bodies.length, whole.ends);
  const laid = parts.map((part) => layOutPart(part, bodies, whole.ends, aspect));
  pack(laid, links(parts, whole.ends, bodies), aspect);
  return new Map(bodies.map(({ id, x, y }) => [id, { x: Math.round(x), y: Math.round(y) }]));
}

/** Node numbers of each connected part, the largest first. */
function connected(count: number, ends: number[]): number[][] {
  const root = Array.from({ length: count }, (_, i) => i);
  const find = (i: number): number => {
    while (root[i] !== i) i = root[i] = root[root[i]];
    return i;
  };
  for (let e = 0; e < ends.length; e += 2) root[find(ends[e])] = find(ends[e + 1]);
  const parts = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const top = find(i);
    parts.set(top, [...(parts.get(top) ?? []), i]);
  }
  return [...parts.values()].sort((a, b) => b.length - a.length || a[0] - b[0]);
}

function layOutPart(part: number[], bodies: Body[], ends: number[], aspect: number): Body[] {
  const here = part.map((i) => bodies[i]);
  const at = new Map(part.map((node, i) => [node, i]));
  const inside: number[] = [];
  for (let e = 0; e < ends.length; e += 2) {
    const a = at.get(ends[e]);
    const b = at.get(ends[e + 1]);
    if (a !== undefined && b !== undefined && a !== b) inside.push(a, b);
  }
  if (here.length === 2) here[1].x = EDGE * 1.2;
  if (here.length > 2) {
    force(here, inside);
    turn(here);
    scale(here, inside, aspect);
    if (here.length * inside.length <= 200_000) for (let i = 0; i < 100; i++) clear(here, inside, i);
    separate(here, 300);
  }
  return here;
}

/** ForceAtlas2 (Jacomy et al. 2014) from a spiral on which the best connected stand in the middle. */
function force(bodies: Body[], ends: number[]): void {
  const count = bodies.length;
  const degree = new Array<number>(count).fill(0);
  for (const end of ends) degree[end]++;
  const order = bodies.map((_, i) => i).sort((a, b) => degree[b] - degree[a] || a - b);
  const nodes = new Float32Array(count * 10);
  order.forEach((node, rank) => {
    const radius = 12 * Math.sqrt(rank + 0.5);
    nodes[node * 10] = radius * Math.cos(rank * GOLDEN);
    nodes[node * 10 + 1] = radius * Math.sin(rank * GOLDEN);
    nodes[node * 10 + 6] = 1 + degree[node];
    nodes[node * 10 + 7] = 1;
    nodes[node * 10 + 8] = 1;
  });
  const edges = new Float32Array((ends.length / 2) * 3);
  for (let e = 0; e < ends.length / 2; e++) {
    edges.set([ends[2 * e] * 10, ends[2 * e + 1] * 10, 1], 3 * e);
  }
  const settings = {
    linLogMode: false,
    outboundAttractionDistribution: true,
    adjustSizes: false,
    edgeWeightInfluence: 0,
    scalingRatio: 12,
    strongGravityMode: true,
    gravity: 0.04,
    slowDown: 1 + Math.log(count),
    barnesHutOptimize: count > 500,
    barnesHutTheta: 0.6,
  };
  const rounds = count <= 200 ? 700 : count <= 600 ? 300 : 150;
  for (let i = 0; i < rounds; i++) iterate(settings, nodes, edges);
  bodies.forEach((body, i) => {
    body.x = nodes[i * 10];
    body.y = nodes[i * 10 + 1];
  });
}

/** Turn the cloud so that its longer axis lies across the screen. */
function turn(bodies: Body[]): void {
  const mx = mean(bodies.map((b) => b.x));
  const my = mean(bodies.map((b) => b.y));
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const b of bodies) {
    xx += (b.x - mx) ** 2;
    xy += (b.x - mx) * (b.y - my);
    yy += (b.y - my) ** 2;
  }
  const angle = -0.5 * Math.atan2(2 * xy, xx - yy);
  for (const b of bodies) {
    const [x, y] = [b.x - mx, b.y - my];
    b.x = x * Math.cos(angle) - y * Math.sin(angle);
    b.y = x * Math.sin(angle) + y * Math.cos(angle);
  }
}

/** Bring ties to their wanted length, and the whole nearer to the shape of the screen. */
function scale(bodies: Body[], ends: number[], aspect: number): void {
  const lengths: number[] = [];
  for (let e = 0; e < ends.length; e += 2) {
    const [a, b] = [bodies[ends[e]], bodies[ends[e + 1]]];
    lengths.push(Math.hypot(a.x - b.x, a.y - b.y));
  }
  const { left, right, top, bottom } = box(bodies.map((b) => ({ ...b, width: 0, height: 0 })));
  const now = (right - left) / Math.max(bottom - top, 1);
  const filled = bodies.reduce((sum, b) => sum + b.width * b.height, 0);
  const room = Math.sqrt((ROOM * filled) / Math.max((right - left) * (bottom - top), 1));
  const factor = Math.max(EDGE / Math.max(mean(lengths), 1e-6), room);
  const stretch = Math.sqrt(Math.min(2.2, Math.max(0.4, aspect / now)));
  for (const b of bodies) {
    b.x *= factor * stretch;
    b.y *= factor / stretch;
  }
}

/** Push signs off ties that merely pass by, or they would seem to belong to them. */
function clear(bodies: Body[], ends: number[], round: number): void {
  for (let e = 0; e < ends.length; e += 2) {
    const [a, b] = [bodies[ends[e]], bodies[ends[e + 1]]];
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const squared = dx * dx + dy * dy;
    if (squared < 1) continue;
    for (let i = 0; i < bodies.length; i++) {
      const c = bodies[i];
      if (c === a || c === b) continue;
      const along = ((c.x - a.x) * dx + (c.y - a.y) * dy) / squared;
      if (along < 0.02 || along > 0.98) continue;
      const wanted = c.size / 2 + 12;
      const length = Math.sqrt(squared);
      const across = ((c.y - a.y) * dx - (c.x - a.x) * dy) / length;
      if (Math.abs(across) >= wanted) continue;
      const push = (wanted - Math.abs(across)) * 0.45 * (across < 0 ? -1 : 1);
      c.x -= (push * dy) / length;
      c.y += (push * dx) / length;
    }
  }
  separate(bodies, round < 70 ? 1 : 3);
}

/** Push boxes (a sign with its name below) apart until none overlaps, moving each as little as possible. */
function separate(bodies: Body[], most: number): void {
  const rounds = bodies.length <= 200 ? most : bodies.length <= 600 ? 80 : 25;
  for (let round = 0; round < Math.min(rounds, most); round++) {
    let moved = false;
    for (let i = 0; i < bodies.length; i++) {
      for (let j = i + 1; j < bodies.length; j++) {
        const [a, b] = [bodies[i], bodies[j]];
        const dx = b.x - a.x;
        const dy = b.y - a.y;
        const over = (a.width + b.width) / 2 - Math.abs(dx);
        const under = (a.height + b.height) / 2 - Math.abs(dy);
        if (over <= 0 || under <= 0) continue;
        moved = true;
        if (over < under) {
          const step = (over / 2 + 0.5) * (dx < 0 ? -1 : 1);
          a.x -= step;
          b.x += step;
        } else {
          const step = (under / 2 + 0.5) * (dy < 0 ? -1 : 1);
          a.y -= step;
          b.y += step;
        }
      }
    }
    if (!moved) return;
  }
}

/** The ties of each part as pairs of bodies. */
function links(parts: number[][], ends: number[], bodies: Body[]): [Body, Body][][] {
  const partOf = new Map(parts.flatMap((part, number) => part.map((node) => [node, number] as const)));
  const found: [Body, Body][][] = parts.map(() => []);
  for (let e = 0; e < ends.length; e += 2) found[partOf.get(ends[e]) ?? 0].push([bodies[ends[e]], bodies[ends[e + 1]]]);
  return found;
}

const CELL = 16; // pixels; how finely free room is searched

/** Set the smaller parts where the largest leaves room, far from its middle; only then does the picture grow. */
function pack(parts: Body[][], ties: [Body, Body][][], aspect: number): void {
  if (parts.length === 0) return;
  const placed = [...parts[0]];
  const drawn = [...ties[0]];
  parts.slice(1).forEach((part, number) => {
    const here = box(part);
    const { x, y } = freeSpot(placed, drawn, here.right - here.left, here.bottom - here.top, aspect);
    shift(part, x - here.left, y - here.top);
    placed.push(...part);
    drawn.push(...ties[number + 1]);
  });
}

/** The top left corner of a free rectangle that makes the whole grow least, and of those the farthest from the middle. */
function freeSpot(placed: Body[], ties: [Body, Body][], wide: number, high: number, aspect: number): Point {
  const frame = box(placed);
  const [left, top] = [frame.left - wide - 2 * CELL, frame.top - high - 2 * CELL];
  const columns = Math.ceil((frame.right + wide + 2 * CELL - left) / CELL);
  const rows = Math.ceil((frame.bottom + high + 2 * CELL - top) / CELL);
  const sums = occupied(placed, ties, left, top, columns, rows);
  const [w, h] = [Math.ceil(wide / CELL), Math.ceil(high / CELL)];
  const middle = { x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2 };
  let best: Point = { x: frame.left, y: frame.bottom + CELL };
  let least = Infinity;
  for (let row = 0; row + h <= rows; row++) {
    for (let column = 0; column + w <= columns; column++) {
      const at = (r: number, c: number) => sums[r * (columns + 1) + c];
      if (at(row + h, column + w) - at(row, column + w) - at(row + h, column) + at(row, column) > 0) continue;
      const spot = { x: left + column * CELL, y: top + row * CELL };
      const across = Math.max(frame.right, spot.x + wide) - Math.min(frame.left, spot.x);
      const down = Math.max(frame.bottom, spot.y + high) - Math.min(frame.top, spot.y);
      const far = Math.hypot((spot.x + wide / 2 - middle.x) / aspect, spot.y + high / 2 - middle.y);
      const cost = Math.max(across / aspect, down) * 100 + (across / aspect + down) * 10 - far;
      if (cost < least) [best, least] = [spot, cost];
    }
  }
  return best;
}

/** Running sums over a raster of what signs, names and ties cover: any rectangle is then counted in four steps. */
function occupied(placed: Body[], ties: [Body, Body][], left: number, top: number, columns: number, rows: number): Float64Array {
  const covered = new Uint8Array(columns * rows);
  const mark = (x1: number, y1: number, x2: number, y2: number) => {
    for (let r = Math.max(0, Math.floor((y1 - top) / CELL)); r <= Math.min(rows - 1, Math.floor((y2 - top) / CELL)); r++) {
      for (let c = Math.max(0, Math.floor((x1 - left) / CELL)); c <= Math.min(columns - 1, Math.floor((x2 - left) / CELL)); c++) {
        covered[r * columns + c] = 1;
      }
    }
  };
  for (const b of placed) mark(b.x - b.width / 2 - 8, b.y - b.height / 2 - 4, b.x + b.width / 2 + 8, b.y + b.height / 2 + 12);
  for (const [a, b] of ties) {
    const steps = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / CELL);
    for (let i = 0; i <= steps; i++) {
      const [x, y] = [a.x + ((b.x - a.x) * i) / Math.max(steps, 1), a.y + ((b.y - a.y) * i) / Math.max(steps, 1)];
      mark(x - 6, y - 6, x + 6, y + 6);
    }
  }
  const sums = new Float64Array((columns + 1) * (rows + 1));
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const here = (r + 1) * (columns + 1) + c + 1;
      sums[here] = covered[r * columns + c] + sums[here - 1] + sums[here - columns - 1] - sums[here - columns - 2];
    }
  }
  return sums;
}

function box(bodies: Body[]) {
  return {
    left: Math.min(...bodies.map((b) => b.x - b.width / 2)),
    right: Math.max(...bodies.map((b) => b.x + b.width / 2)),
    top: Math.min(...bodies.map((b) => b.y - b.height / 2)),
    bottom: Math.max(...bodies.map((b) => b.y + b.height / 2)),
  };
}

function shift(bodies: Body[], dx: number, dy: number): void {
  for (const b of bodies) {
    b.x += dx;
    b.y += dy;
  }
}

function mean(values: number[]): number {
  return values.length ? values.reduce((a, b) => a + b, 0) / values.length : 0;
}

/** A free place for a newcomer: beside its neighbours, else below everything. Nobody else moves. */
export function placeBeside(neighbours: Point[], places: Places): Point {
  const taken = [...places.values()];
  if (neighbours.length === 0) {
    const left = taken.length ? Math.min(...taken.map((p) => p.x)) : 0;
    const bottom = taken.length ? Math.max(...taken.map((p) => p.y)) : 0;
    return { x: left, y: bottom + EDGE };
  }
  const x = mean(neighbours.map((p) => p.x));
  const y = mean(neighbours.map((p) => p.y));
  for (let step = 0; step < 240; step++) {
    const radius = EDGE * (neighbours.length > 1 ? 0.2 : 0.7) + step * 6;
    const spot = {
      x: Math.round(x + radius * Math.cos(step * GOLDEN)),
      y: Math.round(y + radius * 0.8 * Math.sin(step * GOLDEN)),
    };
    if (taken.every((p) => Math.abs(p.x - spot.x) > 90 || Math.abs(p.y - spot.y) > 62)) return spot;
  }
  return { x: x + EDGE * 4, y };
}
