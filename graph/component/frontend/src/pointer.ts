// What a resting pointer does: a tooltip, and the neighbours lit.

import type { Core, EventObject } from "cytoscape";
import { say, type Panel } from "./panel";

const REST = 70; // ms a pointer rests before anything changes: crossing the picture must not flicker

export class Pointer {
  /** The element under the pointer. */
  over: string | null = null;
  private waiting = 0;

  constructor(
    cy: Core,
    private readonly panel: Panel,
    private readonly words: (id: string) => string[],
    private readonly changed: () => void,
  ) {
    cy.on("mouseover", "node, edge", (event) => this.enter(event));
    cy.on("mousemove", "node, edge", (event) => this.follow(event));
    cy.on("mouseout", "node, edge", () => this.leave());
    cy.on("viewport grab", () => this.hide());
    panel.stage.addEventListener("pointerleave", () => this.leave());
  }

  stop(): void {
    window.clearTimeout(this.waiting);
  }

  private enter(event: EventObject): void {
    const id: string = event.target.id();
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => {
      this.over = id;
      this.panel.canvas.style.cursor = "pointer";
      say(this.panel.tooltip, this.words(id));
      this.panel.tooltip.classList.add("on");
      this.follow(event);
      this.changed();
    }, REST);
  }

  private follow(event: EventObject): void {
    const { tooltip, stage } = this.panel;
    const at = event.renderedPosition;
    if (!at || !tooltip.classList.contains("on")) return;
    const left = Math.min(at.x + 16, stage.clientWidth - tooltip.offsetWidth - 8);
    const below = at.y + 18 + tooltip.offsetHeight < stage.clientHeight;
    tooltip.style.left = `${Math.max(8, left)}px`;
    tooltip.style.top = `${below ? at.y + 18 : Math.max(8, at.y - tooltip.offsetHeight - 14)}px`;
  }

  private leave(): void {
    window.clearTimeout(this.waiting);
    this.hide();
    this.panel.canvas.style.cursor = "";
    if (this.over === null) return;
    this.over = null;
    this.changed();
  }

  private hide(): void {
    this.panel.tooltip.classList.remove("on");
  }
}
