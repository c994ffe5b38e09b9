// How much of the picture is on the screen, and how large its signs are then.

import type { Core } from "cytoscape";

export const NARROW = 640; // px: below, the screen is a phone's
const CLOSEST = 1.3; // few actors are not blown up beyond this

/** Show everything, with room for names around it and for the buttons above. */
export function fit(cy: Core): void {
  if (cy.nodes().empty()) return;
  const box = cy.nodes().boundingBox();
  const narrow = cy.width() < NARROW;
  const side = narrow ? 34 : 70;
  const [top, bottom] = [narrow ? 62 : 30, 34];
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
  });
}
