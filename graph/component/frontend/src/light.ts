// What is lit: the picked elements and the one under the pointer, with what they touch; the rest steps back.

import type { CollectionReturnValue, Core, EdgeSingular, NodeSingular, SingularElementReturnValue } from "cytoscape";

/** Sets the classes that the style sheet knows; gives the ids of what is lit, or null where all is alike. */
export function light(cy: Core, picked: CollectionReturnValue, over: string | null): ReadonlySet<string> | null {
  const lit = new Set<string>();
  const warm = (element: SingularElementReturnValue) => {
    lit.add(element.id());
    const near = element.isEdge()
      ? (element as unknown as EdgeSingular).connectedNodes()
      : (element as unknown as NodeSingular).closedNeighborhood();
    near.forEach((each) => void lit.add(each.id()));
  };
  picked.forEach((element) => warm(element as never));
  const under = over ? cy.getElementById(over) : cy.collection();
  if (under.nonempty()) warm(under as never);
  cy.batch(() => {
    cy.elements().forEach((element) => {
      const shown = lit.size === 0 || lit.has(element.id());
      element.toggleClass("dim", !shown && picked.nonempty());
      element.toggleClass("soft", !shown && picked.empty());
      element.toggleClass("hot", lit.size > 0 && shown);
      element.toggleClass("picked", picked.contains(element));
    });
  });
  return lit.size ? lit : null;
}
