// Names in screen space: always the same size, greedy by importance, never one over another.
// What is shown is chosen when a movement ends; while moving, the chosen ones only follow.

import type { Core, EdgeSingular, NodeSingular } from "cytoscape";
import type { Point } from "./layout";
import { signColour, type Look } from "./look";

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface NameTag {
  node: string;
  rows: string[];
  font: string;
  size: number;
  faint: boolean;
  side: Side;
}

interface LineTag {
  edge: string;
  text: string;
  pill: boolean;
}

type Side = "below" | "above" | "right" | "left";
const SIDES: Record<Side, number> = { below: 0, above: 0.9, right: 1.3, left: 1.5 }; // the usual side is the best
const FOREMOST = 5; // names that may hide a lesser sign
const FEW_LINES = 26; // up to so many ties each one carries its verb
const MOST_LINE_TAGS = 40;

export class Labels {
  private names: NameTag[] = [];
  private tags: LineTag[] = [];
  private readonly context: CanvasRenderingContext2D;
  private readonly widths = new Map<string, number>();

  constructor(
    private readonly cy: Core,
    readonly canvas: HTMLCanvasElement,
    private readonly family: () => string,
  ) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this browser offers no canvas");
    this.context = context;
  }

  resize(width: number, height: number): void {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.widths.clear();
  }

  /** The names now chosen to be visible. */
  visible(): string[] {
    return this.names.map((name) => name.node);
  }

  /** Choose what is shown. `lit` elements come first; the others keep their names, faded, unless the lit are `alone`. */
  choose(lit: ReadonlySet<string> | null, alone: boolean): void {
    const hot = (id: string) => lit?.has(id) ?? false;
    const anyHot = lit !== null;
    const width = this.cy.width();
    const height = this.cy.height();
    const taken: Box[] = [];
    const nodes = this.cy.nodes().filter((node) => !node.hidden()) as unknown as NodeSingular[];
    const ranked = [...nodes].sort(
      (a, b) =>
        Number(hot(b.id())) - Number(hot(a.id())) ||
        b.data("degree") - a.data("degree") ||
        b.data("claims") - a.data("claims") ||
        (a.id() < b.id() ? -1 : 1),
    );
    const signs = ranked.map((node) => ({ id: node.id(), box: grown(signBox(node), 1) }));
    const great = Math.max(6, Math.ceil(ranked.length * 0.12));
    this.names = [];
    this.tags = this.pills(taken);
    ranked.forEach((node, rank) => {
      if (alone && !hot(node.id())) return;
      const sign = signBox(node);
      if (sign.right < 0 || sign.left > width || sign.bottom < 0 || sign.top > height) return;
      const big = rank < great && node.data("degree") > 2;
      const size = (big ? 14 : 12.5) - (width < 640 ? 1.5 : 0);
      const font = `${big ? 600 : 500} ${size}px ${this.family()}`;
      const rows = wrap(node.data("name"), hot(node.id()) && anyHot ? 3 : 2);
      const wide = Math.max(...rows.map((row) => this.measure(row, font)));
      const spots = sides(node).map((side) => ({ side, box: nameBox(sign, wide, rows.length * (size + 2), side) }));
      const inside = ({ box }: { box: Box }) => box.left > 1 && box.right < width - 1 && box.top > 1 && box.bottom < height - 1;
      const clear = ({ box }: { box: Box }) => !taken.some((other) => overlap(other, box));
      const free = ({ box }: { box: Box }) =>
        !signs.some((other) => other.id !== node.id() && overlap(other.box, box));
      const open = spots.filter((spot) => inside(spot) && clear(spot));
      // The best connected are named even where that hides a lesser sign.
      const lesser = ({ box }: { box: Box }) => !signs.slice(0, 2 * FOREMOST).some((sign) => overlap(sign.box, box));
      const spot = open.find(free) ?? (rank < FOREMOST ? open.find(lesser) : undefined);
      if (!spot) return;
      taken.push(grown(spot.box, 2));
      this.names.push({ node: node.id(), rows, font, size, side: spot.side, faint: anyHot && !hot(node.id()) });
    });
    this.verbs(taken, signs.map((sign) => sign.box), hot, anyHot);
  }

  private pills(taken: Box[]): LineTag[] {
    const found: LineTag[] = [];
    this.cy.edges("[bundle > 1]").forEach((edge) => {
      const text = `${edge.data("bundle")} ties`;
      taken.push(this.tagBox(edge, text, 5)); // where openSpot puts it
      found.push({ edge: edge.id(), text, pill: true });
    });
    return found;
  }

  private verbs(taken: Box[], signs: Box[], hot: (id: string) => boolean, anyHot: boolean): void {
    const edges = this.cy.edges("[bundle = 1]");
    if (!anyHot && edges.length > FEW_LINES) return;
    const shown = edges.filter((edge) => !anyHot || hot(edge.id()));
    if (shown.length > MOST_LINE_TAGS) return;
    shown.forEach((edge) => {
      const [a, b] = [edge.source().renderedPosition(), edge.target().renderedPosition()];
      const text: string = edge.data("verb");
      const box = this.tagBox(edge, text, 1);
      const long = this.measure(text, this.tagFont());
      if (Math.hypot(a.x - b.x, a.y - b.y) < long + 34) return;
      if (taken.some((other) => overlap(other, box)) || signs.some((other) => overlap(other, box))) return;
      taken.push(box);
      this.tags.push({ edge: edge.id(), text, pill: false });
    });
  }

  /** Draw what was chosen where it now belongs; `scale` and `target` serve the picture file. */
  draw(look: Look, target = this.context, scale = window.devicePixelRatio || 1): void {
    if (target === this.context) {
      target.setTransform(1, 0, 0, 1, 0, 0);
      target.clearRect(0, 0, this.canvas.width, this.canvas.height);
    }
    target.setTransform(scale, 0, 0, scale, 0, 0);
    target.textAlign = "center";
    target.textBaseline = "middle";
    target.lineJoin = "round";
    for (const tag of this.tags) this.drawTag(tag, look, target, scale);
    for (const name of this.names) {
      const node = this.cy.getElementById(name.node);
      if (node.empty()) continue;
      const wide = Math.max(...name.rows.map((row) => this.measure(row, name.font)));
      const line = name.size + 2;
      const box = nameBox(signBox(node), wide, name.rows.length * line, name.side);
      target.font = name.font;
      target.lineWidth = 4;
      target.strokeStyle = look.paper;
      target.fillStyle = look.ink;
      target.globalAlpha = name.faint ? 0.4 : 1;
      name.rows.forEach((row, i) => {
        const x = (box.left + box.right) / 2;
        const y = box.top + line * (i + 0.5);
        target.strokeText(row, x, y);
        target.fillText(row, x, y);
      });
      target.globalAlpha = 1;
    }
  }

  private drawTag(tag: LineTag, look: Look, target: CanvasRenderingContext2D, scale: number): void {
    const edge = this.cy.getElementById(tag.edge) as unknown as EdgeSingular;
    if (edge.empty()) return;
    const { x, y } = tag.pill ? openSpot(this.cy, edge) : edge.renderedMidpoint();
    target.font = this.tagFont();
    const colour = tag.pill ? look.ink : signColour(look, edge.data("sign"));
    if (edge.hasClass("dim")) target.globalAlpha = 0.15;
    if (edge.hasClass("soft")) target.globalAlpha = 0.4;
    if (tag.pill) {
      const half = this.measure(tag.text, target.font) / 2 + 7;
      target.beginPath();
      target.roundRect(x - half, y - 10, half * 2, 20, 10);
      target.fillStyle = look.paper;
      target.fill();
      target.lineWidth = 1.2;
      target.strokeStyle = look.muted;
      target.stroke();
      target.fillStyle = colour;
      target.fillText(tag.text, x, y + 0.5);
    } else {
      const angle = readable(edge);
      target.setTransform(scale * Math.cos(angle), scale * Math.sin(angle), -scale * Math.sin(angle), scale * Math.cos(angle), scale * x, scale * y);
      target.lineWidth = 4;
      target.strokeStyle = look.paper;
      target.strokeText(tag.text, 0, 0);
      target.fillStyle = colour === look.neutral ? look.muted : colour;
      target.fillText(tag.text, 0, 0);
      target.setTransform(scale, 0, 0, scale, 0, 0);
    }
    target.globalAlpha = 1;
  }

  private tagFont(): string {
    return `500 11.5px ${this.family()}`;
  }

  private tagBox(edge: EdgeSingular, text: string, pad: number): Box {
    const pill = edge.data("bundle") > 1;
    const { x, y } = pill ? openSpot(this.cy, edge) : edge.renderedMidpoint();
    const half = this.measure(text, this.tagFont()) / 2;
    const angle = pill ? 0 : readable(edge);
    const w = half * Math.abs(Math.cos(angle)) + 7 * Math.abs(Math.sin(angle)) + pad;
    const h = half * Math.abs(Math.sin(angle)) + 7 * Math.abs(Math.cos(angle)) + pad;
    return { left: x - w, right: x + w, top: y - h, bottom: y + h };
  }

  private measure(text: string, font: string): number {
    const key = font + "\n" + text;
    let width = this.widths.get(key);
    if (width === undefined) {
      this.context.font = font;
      width = this.context.measureText(text).width;
      this.widths.set(key, width);
    }
    return width;
  }
}

/** A name in at most `most` rows of some 20 characters, broken at spaces. */
export function wrap(name: string, most: number): string[] {
  const limit = name.length <= 22 ? 22 : Math.max(14, Math.min(20, Math.ceil(name.length / 2) + 2));
  const rows: string[] = [];
  for (const word of name.split(" ")) {
    const last = rows.length - 1;
    if (last >= 0 && rows[last].length + 1 + word.length <= limit) rows[last] += " " + word;
    else rows.push(word);
  }
  const kept = rows.slice(0, most).map((row) => (row.length > 26 ? row.slice(0, 25) + "…" : row));
  if (rows.length > most) kept[most - 1] = kept[most - 1].replace(/…?$/, "…");
  return kept.length ? kept : ["?"];
}

function signBox(node: NodeSingular): Box {
  const { x, y } = node.renderedPosition();
  const half = node.renderedWidth() / 2 + 1;
  return { left: x - half, right: x + half, top: y - half, bottom: y + half };
}

function nameBox(sign: Box, width: number, height: number, side: Side): Box {
  const x = (sign.left + sign.right) / 2;
  const y = (sign.top + sign.bottom) / 2;
  switch (side) {
    case "below":
      return { left: x - width / 2, right: x + width / 2, top: sign.bottom + 2, bottom: sign.bottom + 2 + height };
    case "above":
      return { left: x - width / 2, right: x + width / 2, top: sign.top - 2 - height, bottom: sign.top - 2 };
    case "right":
      return { left: sign.right + 4, right: sign.right + 4 + width, top: y - height / 2, bottom: y + height / 2 };
    case "left":
      return { left: sign.left - 4 - width, right: sign.left - 4, top: y - height / 2, bottom: y + height / 2 };
  }
}

/** Where to put a name: away from ties, above all from those that end here in an arrowhead. */
function sides(node: NodeSingular): Side[] {
  const cost = { ...SIDES };
  const here = node.renderedPosition();
  node.connectedEdges().forEach((edge) => {
    const into = edge.target().id() === node.id();
    const there = (into ? edge.source() : edge.target()).renderedPosition();
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const side: Side = Math.abs(dy) > Math.abs(dx) * 0.7 ? (dy > 0 ? "below" : "above") : dx > 0 ? "right" : "left";
    cost[side] += edge.data(into ? "head" : "tail") === "none" ? 0.5 : 1;
  });
  return (Object.keys(SIDES) as Side[]).sort((a, b) => cost[a] - cost[b]);
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
function readable(edge: EdgeSingular): number {
  const [a, b] = [edge.source().renderedPosition(), edge.target().renderedPosition()];
  let angle = Math.atan2(b.y - a.y, b.x - a.x);
  if (angle > Math.PI / 2) angle -= Math.PI;
  if (angle <= -Math.PI / 2) angle += Math.PI;
  return angle;
}

function grown(box: Box, by: number): Box {
  return { left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
