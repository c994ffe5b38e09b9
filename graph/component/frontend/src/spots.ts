// Where names and marks may stand, in pixels of the screen: boxes beside and around a sign, and what covers what.

import type { Core, EdgeSingular, NodeSingular } from "cytoscape";
import type { Point } from "./layout";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Where a name stands: its middle, seen from its sign, and its size; a `led` one is tied to its sign by a thin line. */
export interface Spot {
  dx: number;
  dy: number;
  wide: number;
  high: number;
  led: boolean;
}

export interface Sign {
  id: string;
  great: boolean;
  box: Box;
}

type Straight = "below" | "above" | "right" | "left";
export type Side = Straight | "se" | "sw" | "ne" | "nw";
const SIDES: Record<Straight, number> = { below: 0, above: 0.9, right: 1.3, left: 1.5 }; // the usual side is the best
const CORNERS: Side[] = ["se", "sw", "ne", "nw"];
const DIRECTIONS: Record<Side, [number, number]> = {
  below: [0, 1],
  above: [0, -1],
  right: [1, 0],
  left: [-1, 0],
  se: [1, 1],
  sw: [-1, 1],
  ne: [1, -1],
  nw: [-1, -1],
};
export function signBox(node: NodeSingular): Box {
  const { x, y } = node.renderedPosition();
  const half = node.renderedWidth() / 2 + 1;
  return { left: x - half, right: x + half, top: y - half, bottom: y + half };
}

/** The box of a name at its place now. */
export function boxAt(node: NodeSingular, spot: Spot): Box {
  const { x, y } = node.renderedPosition();
  const [cx, cy] = [x + spot.dx, y + spot.dy];
  return { left: cx - spot.wide / 2, right: cx + spot.wide / 2, top: cy - spot.high / 2, bottom: cy + spot.high / 2 };
}

export function beside(node: NodeSingular, wide: number, high: number, side: Side): Spot {
  const [x, y] = DIRECTIONS[side];
  const half = (node.renderedWidth() / 2 + 1) * (x && y ? 0.72 : 1); // signs are round: at a corner a name may be nearer
  return { dx: x * (half + 4 + wide / 2), dy: y * (half + 2 + high / 2), wide, high, led: false };
}

/** Places at `reach` pixels from a sign, all around. */
export function around(node: NodeSingular, wide: number, high: number, reach: number): Spot[] {
  const half = node.renderedWidth() / 2 + reach;
  return Array.from({ length: 16 }, (_, i) => {
    const angle = Math.PI / 2 + (i % 2 ? -1 : 1) * Math.ceil(i / 2) * (Math.PI / 8); // below first, above last
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    return { dx: x * (half + wide / 2), dy: y * (half + high / 2), wide, high, led: true };
  });
}

/** Whether the line that leads from a sign to its name would run over other signs or names. */
export function crosses(node: NodeSingular, name: Box, boxes: Box[]): boolean {
  const { x, y } = node.renderedPosition();
  const [tx, ty] = [clamp(x, name.left, name.right), clamp(y, name.top, name.bottom)];
  const steps = [0.35, 0.5, 0.65, 0.8, 0.95].map((part) => [x + (tx - x) * part, y + (ty - y) * part]);
  return boxes.some((box) => steps.some(([px, py]) => px > box.left && px < box.right && py > box.top && py < box.bottom));
}

/** Where to put a name: away from ties, above all from those that end here in an arrowhead. */
export function sides(node: NodeSingular): Side[] {
  const cost = { ...SIDES };
  const here = node.renderedPosition();
  node.connectedEdges().forEach((edge) => {
    const into = edge.target().id() === node.id();
    const there = (into ? edge.source() : edge.target()).renderedPosition();
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const side: Straight = Math.abs(dy) > Math.abs(dx) * 0.7 ? (dy > 0 ? "below" : "above") : dx > 0 ? "right" : "left";
    cost[side] += edge.data(into ? "head" : "tail") === "none" ? 0.5 : 1;
  });
  return [...(Object.keys(SIDES) as Straight[]).sort((a, b) => cost[a] - cost[b]), ...CORNERS];
}

/** A point on a line, near its middle, that no sign covers: there it can be marked and clicked. */
export function openSpot(cy: Core, edge: EdgeSingular): Point {
  const middle = edge.renderedMidpoint();
  if (edge.data("parallel")) return middle;
  const [a, b] = [edge.source().renderedPosition(), edge.target().renderedPosition()];
  const signs = cy.nodes().map((node) => grown(signBox(node), 9));
  for (const part of [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73]) {
    const { x, y } = { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
    if (!signs.some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom)) return { x, y };
  }
  return middle;
}

/** The direction of a line at its middle, never upside down. */
export function readable(edge: EdgeSingular): number {
  const [a, b] = [edge.source().renderedPosition(), edge.target().renderedPosition()];
  let angle = Math.atan2(b.y - a.y, b.x - a.x);
  if (angle > Math.PI / 2) angle -= Math.PI;
  if (angle <= -Math.PI / 2) angle += Math.PI;
  return angle;
}

export function grown(box: Box, by: number): Box {
  return { left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** The area two boxes share. */
export function shared(a: Box, b: Box): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 0 && high > 0 ? wide * high : 0;
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
