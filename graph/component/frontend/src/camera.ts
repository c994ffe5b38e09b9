// How much of the picture is on the screen, and how large its signs and lines are then.

import type { Core, EdgeSingular } from "cytoscape";

export const NARROW = 640; // px: below, the screen is a phone's
const CLOSEST = 1.3; // few actors are not blown up beyond this

/** The shape, width by height, of the room that `fit` has for signs. */
export function shape(width: number, height: number): number {
  const { side, top, bottom } = margins(width);
  if (width <= 2 * side || height <= top + bottom) return width > 0 && width < NARROW ? 0.62 : 1.6;
  const exact = (width - 2 * side) / (height - top - bottom);
  return Math.round(5 * Math.min(2.6, Math.max(0.5, exact))) / 5; // coarse: a scroll bar must not make another picture
}

function margins(width: number): { side: number; top: number; bottom: number } {
  return width < NARROW ? { side: 34, top: 62, bottom: 34 } : { side: 64, top: 62, bottom: 34 };
}

/** Show everything, with room for names around it and for the buttons above. */
export function fit(cy: Core): void {
  if (cy.nodes().empty()) return;
  const box = cy.nodes().boundingBox();
  const { side, top, bottom } = margins(cy.width());
  const wide = cy.width() - 2 * side;
  const high = cy.height() - top - bottom;
  const zoom = Math.min(CLOSEST, wide / Math.max(box.w, 1), high / Math.max(box.h, 1));
  cy.viewport({
    zoom,
    pan: {
      x: side + wide / 2 - (zoom * (box.x1 + box.x2)) / 2,
      y: top + high / 2 - (zoom * (box.y1 + box.y2)) / 2,
    },
  });
}

/** Signs shrink less than the distances between them, so that they stay legible when much is shown. */
export function sizeSigns(cy: Core): void {
  const zoom = cy.zoom();
  const factor = zoom >= 1 ? 1 : Math.min(2.2, Math.round(8 * zoom ** -0.4) / 8);
  cy.batch(() => {
    cy.nodes().forEach((node) => {
      const size = node.data("base") * factor;
      if (node.data("size") !== size) node.data("size", size);
    });
    cy.edges().forEach((edge) => sizeLine(edge, 2 ** (Math.round(4 * Math.log2(zoom)) / 4)));
  });
}

/** Lines and arrowheads keep their size on the screen, nearly: at any zoom both must be seen. */
function sizeLine(edge: EdgeSingular, zoom: number): void {
  const seen = edge.data("thick") * Math.min(1.5, Math.max(0.85, zoom ** 0.25));
  const width = seen / zoom;
  if (edge.data("width") === width) return;
  const head = 5.5 + 1.5 * seen;
  const unscaled = 0.3 * Math.max((width * 13.37) ** 0.9, 29) * zoom; // as cytoscape computes it
  edge.data({ width, bold: (seen + 2) / zoom, scale: head / unscaled, headSeen: head });
}
