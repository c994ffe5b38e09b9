// The entry Streamlit calls: on mount, on every change of data or theme.

import type { Message } from "./data";
import { View } from "./view";

interface Component {
  data: Message & { height: number };
  parentElement: ParentNode & Node;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

const views = new WeakMap<Node, View>();

export default function network(component: Component): () => void {
  const { data, parentElement } = component;
  let view = views.get(parentElement);
  if (view && view.key !== data.key) {
    view.destroy();
    view = undefined;
  }
  if (!view) {
    view = new View(parentElement, data.key, data.height);
    views.set(parentElement, view);
  }
  view.update(data, data.height, {
    selection: (picked) => component.setStateValue("selection", picked),
    expand: (node) => component.setTriggerValue("expand", node),
  });
  return () => {
    views.get(parentElement)?.destroy();
    views.delete(parentElement);
  };
}
