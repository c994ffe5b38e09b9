// Buttons, keys and wheel.

import type { Core } from "cytoscape";
import type { Panel } from "./panel";

const STEP = 60; // px per arrow key
const ZOOM = 1.3;

export interface Deeds {
  /** People have moved the view themselves. */
  moved(): void;
  fit(): void;
  save(): void;
  clear(): void;
  foldLegend(): void;
  /** Pick the next actor (or the one before), the most prominent first. */
  step(by: number): void;
  /** Pick the next tie of the actor that was picked. */
  stepTie(): void;
}

export class Controls {
  private hinting = 0;

  constructor(
    private readonly cy: Core,
    private readonly panel: Panel,
    private readonly deeds: Deeds,
  ) {
    for (const [action, button] of panel.buttons) button.addEventListener("click", () => this.act(action));
    panel.legendButton.addEventListener("click", () => deeds.foldLegend());
    // Not on pointerdown: cytoscape takes the focus away then.
    panel.stage.addEventListener("pointerup", (event) => {
      if (!(event.target as Element).closest("button")) panel.stage.focus({ preventScroll: true });
    });
    panel.stage.addEventListener("pointerdown", () => panel.stage.classList.add("pointed"), { capture: true });
    panel.stage.addEventListener("blur", () => panel.stage.classList.remove("pointed"));
    panel.stage.addEventListener("wheel", (event) => this.wheel(event), { capture: true, passive: true });
    panel.stage.addEventListener("keydown", (event) => this.pressed(event));
  }

  stop(): void {
    window.clearTimeout(this.hinting);
  }

  /** Whether dragging draws a box instead of moving the picture. */
  areaMode(on: boolean): void {
    this.cy.userPanningEnabled(!on);
    this.panel.root.classList.toggle("drawing", on);
    this.panel.buttons.get("area")?.setAttribute("aria-pressed", String(on));
  }

  private act(action: string): void {
    if (action === "in" || action === "out") {
      this.deeds.moved();
      const level = this.cy.zoom() * (action === "in" ? ZOOM : 1 / ZOOM);
      this.cy.zoom({ level, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
    } else if (action === "fit") this.deeds.fit();
    else if (action === "area") this.areaMode(this.cy.userPanningEnabled());
    else if (action === "image") this.deeds.save();
    else if (document.fullscreenElement) void document.exitFullscreen();
    else void this.panel.root.requestFullscreen();
  }

  private pressed(event: KeyboardEvent): void {
    this.panel.stage.classList.remove("pointed");
    if ((event.target as Element).closest("button") && event.key !== "Escape") return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [STEP, 0],
      ArrowRight: [-STEP, 0],
      ArrowUp: [0, STEP],
      ArrowDown: [0, -STEP],
    };
    const acts: Record<string, string> = { "+": "in", "=": "in", "-": "out", "0": "fit" };
    const move = moves[event.key];
    if (move) {
      this.deeds.moved();
      this.cy.panBy({ x: move[0], y: move[1] });
    } else if (acts[event.key]) this.act(acts[event.key]);
    else if (event.key === "n" || event.key === "p") this.deeds.step(event.key === "n" ? 1 : -1);
    else if (event.key === "t") this.deeds.stepTie();
    else if (event.key === "Escape") {
      this.areaMode(false);
      this.deeds.clear();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The wheel zooms once the picture is in use; before that it scrolls the page, as readers expect. */
  private wheel(event: WheelEvent): void {
    const active = event.ctrlKey || event.metaKey || this.panel.stage.matches(":focus-within, :fullscreen *");
    this.cy.userZoomingEnabled(active);
    this.panel.hint.classList.toggle("on", !active);
    window.clearTimeout(this.hinting);
    this.hinting = window.setTimeout(() => this.panel.hint.classList.remove("on"), 1400);
  }
}
