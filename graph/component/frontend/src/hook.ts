// A read-only look at the picture for browser tests: what is where on the screen.

import type { Core } from "cytoscape";
import type { Labels } from "./labels";
import { openSpot } from "./spots";

interface Sources {
  cy: Core;
  labels: Labels;
  root: HTMLElement;
  tiesOf(line: string): string[];
  selected(): { nodes: string[]; edges: string[] };
  ready(): boolean;
}

/** Puts `__network` on the root element. Screen positions are in page coordinates, others in the picture's own. */
export function expose({ cy, labels, root, tiesOf, selected, ready }: Sources): void {
  const onScreen = ({ x, y }: { x: number; y: number }) => {
    const { left, top } = (cy.container() as HTMLElement).getBoundingClientRect();
    return { x: x + left, y: y + top };
  };
  const hook = {
    positions: () => Object.fromEntries(cy.nodes().map((node) => [node.id(), { ...node.position() }])),
    nodes: () => Object.fromEntries(cy.nodes().map((node) => [node.id(), onScreen(node.renderedPosition())])),
    ties: () => cy.edges().map((edge) => ({ ties: tiesOf(edge.id()), ...onScreen(openSpot(cy, edge)) })),
    names: () => labels.visible(),
    boxes: () => labels.boxes(),
    claims: () => Object.fromEntries(cy.nodes().map((node) => [node.id(), node.data("claims")])),
    pens: () => cy.edges().map((edge) => ({ width: edge.data("width") * cy.zoom(), head: edge.data("headSeen") })),
    view: () => ({ zoom: cy.zoom(), pan: { ...cy.pan() } }),
    selected,
    ready,
  };
  Object.defineProperty(root, "__network", { value: Object.freeze(hook) });
}
