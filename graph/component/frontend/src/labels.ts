// Names in screen space: always the same size, greedy by prominence, none over another; the most prominent always have one.
// What is shown is chosen when a movement ends; while moving, the chosen ones only follow.

import type { Core, EdgeSingular, NodeSingular } from "cytoscape";
import { signColour, type Look } from "./look";
import {
  around,
  beside,
  boxAt,
  clamp,
  crosses,
  grown,
  openSpot,
  overlap,
  readable,
  shared,
  sides,
  signBox,
  type Box,
  type Sign,
  type Spot,
} from "./spots";

interface NameTag {
  node: string;
  rows: string[];
  font: string;
  size: number;
  faint: boolean;
  spot: Spot;
}

interface LineTag {
  edge: string;
  text: string;
  pill: boolean;
}

const FOREMOST = 12; // so many of the most prominent are named in any case
const LEADS = [16, 28, 42]; // px from a sign to a name that finds no room beside it
const FAR_LEADS = [64, 90, 120];
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
    private readonly blocked: () => Box[], // where buttons and notes lie over the picture
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

  /** The boxes of the names, by actor. */
  boxes(): Record<string, Box> {
    return Object.fromEntries(
      this.names.map(({ node, spot }) => [node, boxAt(this.cy.getElementById(node) as unknown as NodeSingular, spot)]),
    );
  }

  /** Choose what is shown. `lit` elements come first; the others keep their names, faded, unless the lit are `alone`. */
  choose(lit: ReadonlySet<string> | null, alone: boolean): void {
    const hot = (id: string) => lit?.has(id) ?? false;
    const anyHot = lit !== null;
    const taken: Box[] = this.blocked();
    const ranked = this.ranked();
    const great = new Set(ranked.slice(0, FOREMOST).map((node) => node.id()));
    const signs = ranked.map((node) => ({ id: node.id(), great: great.has(node.id()), box: grown(signBox(node), 1) }));
    this.names = [];
    this.tags = this.pills(taken);
    const order = [...ranked.filter((node) => hot(node.id())), ...ranked.filter((node) => !hot(node.id()))];
    for (const node of order) {
      const id = node.id();
      if (alone && !hot(id)) continue;
      const { rows, font, size, wide } = this.lettered(node, great.has(id), anyHot && hot(id));
      const others = signs.filter((sign) => sign.id !== id);
      const spot = this.spot(node, wide, rows.length * (size + 2), taken, others, great.has(id));
      if (!spot) continue;
      taken.push(grown(boxAt(node, spot), 2));
      this.names.push({ node: id, rows, font, size, spot, faint: anyHot && !hot(id) });
    }
    this.verbs(taken, signs.map((sign) => sign.box), hot, anyHot);
  }

  /** The actors on the screen, the most prominent first: those with most claims, as their signs show. */
  private ranked(): NodeSingular[] {
    const [width, height] = [this.cy.width(), this.cy.height()];
    const nodes = this.cy.nodes().filter((node) => {
      const sign = signBox(node);
      return !node.hidden() && sign.right > 0 && sign.left < width && sign.bottom > 0 && sign.top < height;
    }) as unknown as NodeSingular[];
    return [...nodes].sort(
      (a, b) => b.data("claims") - a.data("claims") || b.data("degree") - a.data("degree") || (a.id() < b.id() ? -1 : 1),
    );
  }

  /** A name broken into rows, with its font. */
  private lettered(node: NodeSingular, great: boolean, lit: boolean) {
    const big = great && node.data("degree") > 2;
    const size = (big ? 14 : 12.5) - (this.cy.width() < 640 ? 1.5 : 0);
    const font = `${big ? 600 : 500} ${size}px ${this.family()}`;
    const rows = wrap(node.data("name"), lit ? 3 : 2);
    return { rows, font, size, wide: Math.max(...rows.map((row) => this.measure(row, font))) };
  }

  /** The best free place for a name; for one of the great there is always one, if need be over lesser signs or names. */
  private spot(node: NodeSingular, wide: number, high: number, taken: Box[], signs: Sign[], great: boolean): Spot | null {
    const [width, height] = [this.cy.width(), this.cy.height()];
    const inside = (box: Box) => box.left > 1 && box.right < width - 1 && box.top > 1 && box.bottom < height - 1;
    const near = sides(node).map((side) => beside(node, wide, high, side));
    const fits = (spot: Spot, blocking: Sign[]) => {
      const box = boxAt(node, spot);
      const [hidden, covered] = [taken.some((other) => overlap(other, box)), blocking.some((sign) => overlap(sign.box, box))];
      return inside(box) && !hidden && !covered && !(spot.led && crosses(node, box, [...taken, ...signs.map((sign) => sign.box)]));
    };
    const led = (great ? LEADS : LEADS.slice(0, 2)).flatMap((reach) => around(node, wide, high, reach));
    const found = near.find((spot) => fits(spot, signs)) ?? led.find((spot) => fits(spot, signs));
    if (found || !great) return found ?? null;
    const foremost = signs.filter((sign) => sign.great);
    const all = [...near, ...led, ...FAR_LEADS.flatMap((reach) => around(node, wide, high, reach))];
    const within = all.filter((spot) => inside(boxAt(node, spot)));
    const covered = (spot: Spot) =>
      [...taken, ...foremost.map((sign) => sign.box)].reduce((sum, box) => sum + shared(boxAt(node, spot), box), 0);
    return (
      [...near, ...led].find((spot) => fits(spot, foremost)) ??
      all.find((spot) => fits(spot, signs)) ??
      within.reduce((best, spot) => (covered(spot) < covered(best) ? spot : best), within[0] ?? near[0])
    );
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
      const line = name.size + 2;
      const box = boxAt(node as unknown as NodeSingular, name.spot);
      if (name.spot.led) this.lead(target, node as unknown as NodeSingular, box, look, name.faint);
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

  /** The thin line from a sign to a name that stands apart from it. */
  private lead(target: CanvasRenderingContext2D, node: NodeSingular, box: Box, look: Look, faint: boolean): void {
    const { x, y } = node.renderedPosition();
    const [tx, ty] = [clamp(x, box.left, box.right), clamp(y, box.top, box.bottom)];
    const long = Math.max(Math.hypot(tx - x, ty - y), 1);
    const half = node.renderedWidth() / 2;
    target.beginPath();
    target.moveTo(x + ((tx - x) / long) * half, y + ((ty - y) / long) * half);
    target.lineTo(tx, ty);
    target.globalAlpha = faint ? 0.3 : 0.9;
    target.lineWidth = 1;
    target.strokeStyle = look.ink;
    target.stroke();
    target.globalAlpha = 1;
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
