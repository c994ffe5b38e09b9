// What outlives a redraw: places, view and selection, kept per component key while the browser tab is open.

import { edgeRows, type Message } from "./data";
import { layOut, placeBeside, type Places, type Point } from "./layout";

export interface Memory {
  whole: string;
  places: Places;
  nodes: Set<string>;
  ties: Set<string>;
  opened: Set<string>;
  legend: boolean | null;
  focus: string | null;
  /** What was last seen; `touched` where people had moved it. */
  view: { zoom: number; pan: Point; width: number; height: number; touched: boolean } | null;
}

const memories = new Map<string, Memory>();

export function remember(key: string): Memory {
  let memory = memories.get(key);
  if (!memory) {
    memory = {
      whole: "",
      places: new Map(),
      nodes: new Set(),
      ties: new Set(),
      opened: new Set(),
      legend: null,
      focus: null,
      view: null,
    };
    memories.set(key, memory);
  }
  return memory;
}

/** See to it that every actor has a place; true if the places are new altogether (another network). */
export function settle(memory: Memory, message: Message, aspect: number): boolean {
  let fresh = false;
  if (memory.whole !== message.whole.id) {
    const { nodes } = message.whole;
    const known = nodes.filter((id) => memory.places.has(id)).length;
    fresh = memory.places.size === 0 || known * 2 < nodes.length;
    if (fresh) memory.places = layOut(message.whole, aspect);
    memory.whole = message.whole.id;
  }
  const neighbours = new Map<string, string[]>();
  const join = (a: string, b: string) => neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  for (const { source, target } of edgeRows(message)) {
    join(source, target);
    join(target, source);
  }
  // Those with settled neighbours first, so that a chain of newcomers grows from what is there.
  let waiting = message.nodes.id.filter((id) => !memory.places.has(id));
  while (waiting.length) {
    const beside = (id: string) =>
      [...new Set(neighbours.get(id))].flatMap((other) => memory.places.get(other) ?? []);
    const next = waiting.find((id) => beside(id).length > 0) ?? waiting[0];
    memory.places.set(next, placeBeside(beside(next), memory.places));
    waiting = waiting.filter((id) => id !== next);
  }
  return fresh;
}
