// Going through the network with the keyboard: from actor to actor, and along the ties of one.

import type { Line, NodeRow } from "./data";

export class Walker {
  private at: string | null = null;

  /** The actor `by` places on from the last one, the most prominent first; null where there is none. */
  actor(nodes: NodeRow[], by: number): string | null {
    const ids = [...nodes].sort((a, b) => b.claims - a.claims || (a.id < b.id ? -1 : 1)).map((node) => node.id);
    const now = this.at === null ? -1 : ids.indexOf(this.at);
    this.at = ids.length === 0 ? null : ids[now < 0 && by < 0 ? ids.length - 1 : (now + by + ids.length) % ids.length];
    return this.at;
  }

  /** The line of that actor after the one whose ties are picked; null before an actor was picked. */
  tie(lines: Line[], picked: ReadonlySet<string>): { actor: string; ties: string[] } | null {
    const near = lines.filter((line) => line.source === this.at || line.target === this.at);
    if (this.at === null || near.length === 0) return null;
    const now = near.findIndex((line) => line.ties.every((tie) => picked.has(tie.id)));
    return { actor: this.at, ties: near[(now + 1) % near.length].ties.map((tie) => tie.id) };
  }
}
