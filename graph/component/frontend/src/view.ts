// The picture on the screen and what people do with it.

import cytoscape from "cytoscape";
import type { Core, EventObject, NodeSingular } from "cytoscape";
import { edgeRows, lines, nodeRows, toggled, type Line, type Message, type NodeRow } from "./data";
import { NARROW, fit, shape, sizeSigns } from "./camera";
import { Controls } from "./controls";
import { elements, lineWords, nodeWords } from "./elements";
import { expose } from "./hook";
import { save } from "./image";
import { Labels } from "./labels";
import { light } from "./light";
import { LIGHT, chosenLook, styleSheet, type Look } from "./look";
import css from "./network.css";
import { remember, settle, type Memory } from "./memory";
import { build, fillLegend, legendRows, overlays, type LegendRow, type Panel } from "./panel";
import { Pointer } from "./pointer";
import { Walker } from "./walker";

export interface Send {
  selection(picked: { nodes: string[]; edges: string[] }): void;
  expand(node: string): void;
}

const SETTLED = 110; // ms without movement after which the names are chosen anew

export class View {
  private readonly cy: Core;
  private readonly labels: Labels;
  private readonly panel: Panel;
  private readonly memory: Memory;
  private readonly watch: ResizeObserver;
  private readonly pointer: Pointer;
  private readonly controls: Controls;
  private message: Message | null = null;
  private send: Send | null = null;
  private look: Look = LIGHT;
  private styled = "";
  private rows: LegendRow[] = [];
  private byLine = new Map<string, Line>();
  private byNode = new Map<string, NodeRow>();
  private hot: ReadonlySet<string> | null = null;
  private alone = false; // whether only hot elements carry names: so for a selection, not for mere pointing
  private settling = 0;
  private shown = false;
  /** Whether people have moved the view; until then it follows the width of the window. */
  private touched = false;
  /** The view that was left on the last visit, until this one's is moved: the page may take its width in steps. */
  private returning: Memory["view"] = null;
  private width = 0;
  private boxed = new Set<string>();
  private readonly walker = new Walker();

  constructor(
    parent: ParentNode & Node,
    readonly key: string,
    height: number,
  ) {
    this.memory = remember(key);
    this.returning = this.memory.view;
    this.panel = build();
    this.panel.root.style.setProperty("--height", `${height}px`);
    const style = document.createElement("style"); // in the bundle: a separate file would come too late to measure by
    style.textContent = css;
    this.panel.root.prepend(style);
    parent.appendChild(this.panel.root);
    this.cy = cytoscape({
      container: this.panel.canvas,
      minZoom: 0.08,
      maxZoom: 4,
      autounselectify: true,
      boxSelectionEnabled: true,
      userZoomingEnabled: false,
      style: styleSheet(LIGHT) as never,
    });
    this.labels = new Labels(this.cy, this.panel.names, () => getComputedStyle(this.panel.root).fontFamily, () => overlays(this.panel));
    this.pointer = new Pointer(this.cy, this.panel, (id) => this.words(id), () => this.highlight());
    this.controls = new Controls(this.cy, this.panel, {
      moved: () => this.moved(),
      fit: () => {
        this.touched = false;
        this.returning = null;
        fit(this.cy);
      },
      save: () => void save(this.cy, this.labels, this.look, this.rows, getComputedStyle(this.panel.root).fontFamily),
      clear: () => this.pick([], []),
      step: (by) => {
        const id = this.walker.actor([...this.byNode.values()], by);
        if (id) this.pickInSight(id, [id], []);
      },
      stepTie: () => {
        const found = this.walker.tie([...this.byLine.values()], this.memory.ties);
        if (found) this.pickInSight(found.actor, [], found.ties);
      },
      foldLegend: () => {
        this.memory.legend = this.panel.root.classList.contains("folded");
        this.foldLegend();
      },
    });
    this.listen();
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.panel.stage);
    void document.fonts?.ready.then(() => this.chooseSoon());
    expose({
      cy: this.cy,
      labels: this.labels,
      root: this.panel.root,
      tiesOf: (line) => this.lineTies(line),
      selected: () => this.picked(),
      ready: () => this.shown && this.settling === 0,
    });
  }

  destroy(): void {
    this.watch.disconnect();
    window.clearTimeout(this.settling);
    this.pointer.stop();
    this.controls.stop();
    this.keepView();
    this.cy.destroy();
    this.panel.root.remove();
  }

  update(message: Message, height: number, send: Send): void {
    const first = this.message === null;
    this.message = message;
    this.send = send;
    this.panel.root.style.setProperty("--height", `${height}px`);
    this.dress();
    this.dressLegend(message);
    const { clientWidth, clientHeight } = this.panel.stage;
    if (settle(this.memory, message, shape(clientWidth || window.innerWidth, clientHeight))) {
      this.memory.view = this.returning = null;
      this.shown = this.touched = false;
    }
    this.redraw();
    this.panel.stage.setAttribute(
      "aria-label",
      `${message.summary} N and P pick the next actor and the one before, T its next tie; arrow keys move the picture, plus and minus zoom, 0 shows everything, Escape clears the selection.`,
    );
    if (!this.shown) this.resized();
    else this.keepInSight();
    if (message.focus !== this.memory.focus) this.lookAt(message.focus);
    // A selection made before this page was left is told again, so that both sides agree.
    if (first && this.memory.nodes.size + this.memory.ties.size > 0) this.tell();
  }

  // ---- drawing

  private dress(): void {
    const { look, key } = chosenLook(this.panel.root, this.message?.dark ?? null);
    this.look = look;
    if (key === this.styled) return;
    this.styled = key;
    const style = this.panel.root.style;
    style.setProperty("--paper", look.paper);
    style.setProperty("--ink", look.ink);
    style.setProperty("--muted", look.muted);
    style.setProperty("--accent", look.cooperation);
    this.cy.style(styleSheet(look) as never);
  }

  private redraw(): void {
    const message = this.message;
    if (!message) return;
    const nodes = nodeRows(message);
    const drawn = lines(edgeRows(message), this.memory.opened, message.parallel);
    this.byNode = new Map(nodes.map((node) => [node.id, node]));
    this.byLine = new Map(drawn.map((line) => [line.id, line]));
    const most = Math.max(1, ...message.whole.claims);
    const wanted = elements({ nodes, lines: drawn, places: this.memory.places, most, look: this.look });
    this.cy.batch(() => {
      this.cy.elements().forEach((now) => {
        if (!wanted.has(now.id())) now.remove();
      });
      for (const [id, definition] of wanted) {
        const now = this.cy.getElementById(id);
        if (now.empty()) this.cy.add(definition);
        else now.data(definition.data);
      }
    });
    this.panel.note.textContent =
      message.left_out > 0 ? `The ${message.edges.id.length} strongest of ${message.edges.id.length + message.left_out} ties` : "";
    sizeSigns(this.cy);
    this.highlight();
  }

  /** The legend comes before the places: they fit the room that it leaves. */
  private dressLegend(message: Message): void {
    this.rows = legendRows(this.look, Object.entries(message.kinds), message.bundles);
    fillLegend(this.panel.legend, this.rows);
    this.foldLegend();
  }

  private foldLegend(): void {
    const open = this.memory.legend ?? this.panel.root.clientWidth >= NARROW;
    this.panel.root.classList.toggle("folded", !open);
    this.panel.legendButton.setAttribute("aria-expanded", String(open));
  }

  private highlight(): void {
    const { nodes, ties } = this.memory;
    const isPicked = (id: string) => nodes.has(id) || this.lineTies(id).some((tie) => ties.has(tie));
    const picked = this.cy.elements().filter((element) => isPicked(element.id()));
    this.hot = light(this.cy, picked, this.pointer.over);
    this.alone = picked.nonempty();
    this.choose();
  }

  /** The ids of the ties that a line stands for. */
  private lineTies(id: string): string[] {
    return this.byLine.get(id)?.ties.map((tie) => tie.id) ?? [];
  }

  private choose(): void {
    if (!this.shown) return;
    this.labels.choose(this.hot, this.alone);
    this.labels.draw(this.look);
  }

  private chooseSoon(): void {
    window.clearTimeout(this.settling);
    if (this.cy.destroyed()) return;
    this.settling = window.setTimeout(() => {
      this.settling = 0;
      sizeSigns(this.cy);
      this.choose();
      this.keepView();
    }, SETTLED);
  }

  private resized(): void {
    const { clientWidth: width, clientHeight: height } = this.panel.stage;
    if (width === 0 || height === 0 || !this.message) return; // in a hidden tab
    this.cy.resize();
    this.labels.resize(width, height);
    const left = this.returning;
    if (left && (left.touched || (left.width === width && left.height === height))) {
      const pan = { x: left.pan.x + (width - left.width) / 2, y: left.pan.y + (height - left.height) / 2 };
      this.cy.viewport({ zoom: left.zoom, pan });
    } else if (!this.shown || (!this.touched && this.width !== width)) fit(this.cy);
    this.width = width;
    this.shown = true;
    this.foldLegend();
    sizeSigns(this.cy);
    this.choose();
  }

  /** A filter may show only actors who stand outside the window: then the window moves, not the actors. */
  private keepInSight(): void {
    const inside = this.cy.nodes().filter((node) => !this.outside(node));
    const touched = this.touched || this.returning?.touched;
    if (inside.length === this.cy.nodes().length || (touched && inside.nonempty())) return;
    this.returning = null;
    fit(this.cy);
    sizeSigns(this.cy);
    this.choose();
  }

  private keepView(): void {
    if (!this.shown) return;
    const pan = { ...this.cy.pan() };
    const touched = this.touched || (this.returning?.touched ?? false);
    this.memory.view = { zoom: this.cy.zoom(), pan, width: this.cy.width(), height: this.cy.height(), touched };
  }

  private moved(): void {
    this.touched = true;
    this.returning = null;
  }

  // ---- acting

  private listen(): void {
    const { cy } = this;
    cy.on("render", () => this.labels.draw(this.look));
    cy.on("viewport drag", () => this.chooseSoon());
    cy.on("dragpan pinchzoom scrollzoom", () => this.moved());
    cy.on("dragfree", "node", (event) => this.memory.places.set(event.target.id(), { ...event.target.position() }));
    cy.on("tap", (event) => this.tapped(event));
    cy.on("dbltap", (event) => this.tappedTwice(event));
    cy.on("box", "node, edge", (event) => this.box(event.target.id()));
  }

  private tapped(event: EventObject): void {
    const original = event.originalEvent as MouseEvent | undefined;
    const more = Boolean(original && (original.shiftKey || original.ctrlKey || original.metaKey));
    if (event.target === this.cy) {
      if (!more) this.pick([], []);
      return;
    }
    const id: string = event.target.id();
    const nodes = event.target.isNode() ? [id] : [];
    const ties = event.target.isNode() ? [] : this.lineTies(id);
    if (more) this.pick(toggled(this.memory.nodes, nodes), toggled(this.memory.ties, ties));
    else this.pick(nodes, ties);
  }

  private tappedTwice(event: EventObject): void {
    if (event.target === this.cy) return;
    if (event.target.isNode()) {
      this.send?.expand(event.target.id());
      return;
    }
    const pair: string = event.target.data("pair");
    if (event.target.data("bundle") > 1) this.memory.opened.add(pair);
    else if (!this.memory.opened.delete(pair)) return;
    this.pointer.over = null;
    this.redraw();
  }

  private box(id: string): void {
    if (this.boxed.size === 0) {
      window.setTimeout(() => {
        const nodes = [...this.boxed].filter((each) => this.byNode.has(each));
        const ties = [...this.boxed].flatMap((each) => this.lineTies(each));
        this.boxed = new Set();
        this.pick([...this.memory.nodes, ...nodes], nodes.length ? [...this.memory.ties] : [...this.memory.ties, ...ties]);
        this.controls.areaMode(false);
      }, 0);
    }
    this.boxed.add(id);
  }

  private pick(nodes: string[], ties: string[]): void {
    const { memory } = this;
    const before = JSON.stringify(this.picked());
    memory.nodes = new Set(nodes);
    memory.ties = new Set(ties);
    this.highlight();
    if (before === JSON.stringify(this.picked())) return;
    this.tell();
    const drawn = [...this.byLine.values()].filter((line) => line.ties.some((tie) => memory.ties.has(tie.id)));
    const said = [...nodes, ...drawn.map((line) => line.id)].map((id) => this.words(id).slice(0, this.byLine.has(id) ? 2 : 1).join(", "));
    this.panel.spoken.textContent = said.length ? `Selected: ${said.slice(0, 5).join("; ")}.` : "Nothing selected.";
  }

  private tell(): void {
    this.send?.selection(this.picked());
  }

  private picked(): { nodes: string[]; edges: string[] } {
    return { nodes: [...this.memory.nodes].sort(), edges: [...this.memory.ties].sort() };
  }

  private pickInSight(id: string, nodes: string[], ties: string[]): void {
    if (this.outside(this.cy.getElementById(id))) {
      this.returning = null;
      this.cy.center(this.cy.getElementById(id));
    }
    this.pick(nodes, ties);
  }

  private outside(node: NodeSingular): boolean {
    const { x, y } = node.renderedPosition();
    return x < 20 || y < 20 || x > this.cy.width() - 20 || y > this.cy.height() - 20;
  }

  private lookAt(focus: string | null): void {
    this.memory.focus = focus;
    if (focus === null) return;
    const node = this.cy.getElementById(focus);
    if (node.empty()) return;
    this.pickInSight(focus, [focus], []);
  }

  private words(id: string): string[] {
    const line = this.byLine.get(id);
    if (line) return lineWords(line, (node) => this.byNode.get(node)?.name ?? node);
    const node = this.byNode.get(id);
    const kind = node && (this.message?.kinds[node.kind] ?? node.kind);
    return node && kind ? nodeWords(node, kind, this.cy.getElementById(id).data("degree")) : [];
  }
}
