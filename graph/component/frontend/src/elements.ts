// From records to what cytoscape draws.

import type { ElementDefinition } from "cytoscape";
import { pairOf, type Line, type NodeRow } from "./data";
import { diameter, type Places } from "./layout";
import { dash, signColour, type Look } from "./look";

export interface Scene {
  nodes: NodeRow[];
  lines: Line[];
  places: Places;
  most: number;
  look: Look;
}

export function elements(scene: Scene): Map<string, ElementDefinition> {
  const degree = new Map<string, number>();
  for (const line of scene.lines) {
    for (const end of new Set([line.source, line.target])) {
      degree.set(end, (degree.get(end) ?? 0) + line.ties.length);
    }
  }
  const made = new Map<string, ElementDefinition>();
  const ink = scene.lines.length <= 120 ? 0.92 : scene.lines.length <= 320 ? 0.72 : 0.5; // many lines must not shout
  for (const node of scene.nodes) {
    const base = diameter(node.claims, scene.most);
    made.set(node.id, {
      group: "nodes",
      data: { ...node, base, size: base, degree: degree.get(node.id) ?? 0 },
      position: { ...(scene.places.get(node.id) ?? { x: 0, y: 0 }) },
    });
  }
  for (const line of scene.lines) {
    const data = line.ties.length > 1 ? bundle(line, scene.look) : single(line, scene.look);
    made.set(line.id, { group: "edges", data: { ...data, ink: line.ties.length > 1 ? 0.85 : ink } });
  }
  return made;
}

/** Pixels on the screen where everything is seen at its own size; camera.ts keeps lines near it at any zoom. */
function thickness(weight: number): number {
  return Math.min(7, 1 + Math.sqrt(weight));
}

function single(line: Line, look: Look) {
  const tie = line.ties[0];
  const colour = signColour(look, tie.sign);
  const dashes = dash(tie.modality);
  const width = thickness(tie.weight) * (tie.sign ? 1 : 0.8); // offices and statements are the ground, not the news
  return {
    ...ends(line),
    colour,
    sign: tie.sign,
    verb: tie.verb,
    thick: width,
    width,
    bold: width + 2,
    bundle: 1,
    head: tie.directed ? "triangle" : "none",
    tail: "none",
    scale: 1,
    dashes: dashes.length ? dashes : null,
    stops: null,
    marks: null,
    first: colour,
    last: colour,
  };
}

/** All ties of a pair as one line, striped in proportion: so much cooperation, so much conflict. */
function bundle(line: Line, look: Look) {
  const all = line.ties.reduce((sum, tie) => sum + tie.weight, 0);
  const stops: string[] = [];
  const marks: string[] = [];
  let done = 0;
  for (const sign of [1, 0, -1]) {
    const share = line.ties.filter((tie) => tie.sign === sign).reduce((sum, tie) => sum + tie.weight, 0);
    if (share === 0) continue;
    const colour = signColour(look, sign);
    stops.push(colour, colour);
    marks.push(`${((100 * done) / all).toFixed(1)}%`, `${((100 * (done + share)) / all).toFixed(1)}%`);
    done += share;
  }
  const width = Math.min(11, thickness(all) + 3);
  const towards = (end: string) => line.ties.some((tie) => tie.directed && tie.target === end);
  return {
    ...ends(line),
    colour: stops[0],
    sign: 0,
    verb: "",
    thick: width,
    width,
    bold: width + 2,
    bundle: line.ties.length,
    head: towards(line.target) ? "triangle" : "none",
    tail: towards(line.source) ? "triangle" : "none",
    scale: 1,
    dashes: null,
    stops: stops.join(" "),
    marks: marks.join(" "),
    first: stops[0],
    last: stops[stops.length - 1],
  };
}

function ends(line: Line) {
  const { id, source, target, parallel } = line;
  return { id, source, target, parallel, pair: pairOf(source, target) };
}

/** What the tooltip of an actor says. */
export function nodeWords(node: NodeRow, kind: string, ties: number): string[] {
  const claims = `${node.claims} ${node.claims === 1 ? "claim" : "claims"}`;
  const counts = `${claims} in ${ties} ${ties === 1 ? "tie" : "ties"}`;
  return [node.name, node.country ? `${kind}, ${node.country}` : kind, counts];
}

/** What the tooltip of a line says: a sentence per tie. */
export function lineWords(line: Line, name: (id: string) => string): string[] {
  const counted = (weight: number) => (weight === 1 ? "1 claim" : `${weight} claims`);
  if (line.ties.length === 1) {
    const tie = line.ties[0];
    const doubt = DOUBT[tie.modality];
    return [
      `${name(tie.source)} ${tie.verb} ${name(tie.target)}`,
      doubt ? `${counted(tie.weight)}, ${doubt}` : counted(tie.weight),
    ];
  }
  const rows = [...line.ties]
    .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
    .map((tie) => `${name(tie.source)} ${tie.verb} ${name(tie.target)}: ${counted(tie.weight)}`);
  const more = rows.length > 7 ? [`and ${rows.length - 7} more`] : [];
  return [`${line.ties.length} ties, ${name(line.source)} and ${name(line.target)}`, ...rows.slice(0, 7), ...more];
}

const DOUBT: Record<string, string> = {
  planned: "planned, not yet done",
  requested: "asked for, not done",
  hypothetical: "supposed, not told as fact",
  denied: "denied",
};
