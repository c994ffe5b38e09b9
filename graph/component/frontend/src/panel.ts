// What surrounds the canvas: buttons, legend, tooltip, spoken summary. Text is only ever set as textContent.

import { ICONS, SHAPES, dash, signColour, type Look } from "./look";

const SVG = "http://www.w3.org/2000/svg";

const BUTTONS: { action: string; label: string; path: string }[] = [
  { action: "in", label: "Zoom in (+)", path: "M12 5v14M5 12h14" },
  { action: "out", label: "Zoom out (-)", path: "M5 12h14" },
  { action: "fit", label: "Show everything (0)", path: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" },
  { action: "area", label: "Select by drawing a box", path: "M4 4h4M11 4h3M17 4h3v3M20 10v4M20 17v3h-3M14 20h-4M7 20H4v-3M4 14v-4M4 7V4" },
  { action: "image", label: "Save as PNG picture", path: "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15" },
  { action: "full", label: "Full screen", path: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7" },
];

export interface Panel {
  root: HTMLElement;
  stage: HTMLElement;
  canvas: HTMLElement;
  bar: HTMLElement;
  names: HTMLCanvasElement;
  tooltip: HTMLElement;
  legend: HTMLElement;
  hint: HTMLElement;
  note: HTMLElement;
  spoken: HTMLElement;
  buttons: Map<string, HTMLButtonElement>;
  legendButton: HTMLButtonElement;
}

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, name: string, parent?: Node): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  parent?.appendChild(made);
  return made;
}

export function build(): Panel {
  const root = element("div", "network");
  root.setAttribute("role", "group");
  const stage = element("div", "stage", root);
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-roledescription", "network");
  const canvas = element("div", "canvas", stage);
  const names = element("canvas", "names", stage);
  names.setAttribute("aria-hidden", "true");
  const hint = element("div", "hint", stage);
  hint.textContent = "Click the picture, or hold Ctrl, to zoom with the wheel";
  const note = element("div", "note", stage);
  const tooltip = element("div", "tooltip", stage);
  tooltip.setAttribute("role", "tooltip");
  const bar = element("div", "bar", stage);
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "View");
  const buttons = new Map<string, HTMLButtonElement>();
  for (const { action, label, path } of BUTTONS) {
    const button = element("button", "tool", bar);
    button.type = "button";
    button.title = label;
    button.setAttribute("aria-label", label);
    button.dataset.action = action;
    button.appendChild(drawing([{ d: path, stroke: "currentColor", width: 1.8 }]));
    buttons.set(action, button);
  }
  const foot = element("div", "foot", root);
  const legendButton = element("button", "fold", foot);
  legendButton.type = "button";
  legendButton.textContent = "Legend";
  const legend = element("div", "legend", foot);
  const spoken = element("div", "spoken", root);
  spoken.setAttribute("aria-live", "polite");
  return { root, stage, canvas, bar, names, tooltip, legend, hint, note, spoken, buttons, legendButton };
}

interface Stroke {
  d: string;
  fill?: string;
  stroke?: string;
  width?: number;
  dashes?: number[];
}

function drawing(strokes: Stroke[], wide = 24): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${wide} 24`);
  svg.setAttribute("width", String((wide * 18) / 24));
  svg.setAttribute("height", "18");
  svg.setAttribute("aria-hidden", "true");
  for (const { d, fill, stroke, width, dashes } of strokes) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    path.setAttribute("fill", fill ?? "none");
    path.setAttribute("fill-rule", "evenodd");
    if (stroke) path.setAttribute("stroke", stroke);
    if (width) path.setAttribute("stroke-width", String(width));
    if (dashes?.length) path.setAttribute("stroke-dasharray", dashes.join(" "));
    path.setAttribute("stroke-linecap", dashes?.length ? "butt" : "round");
    path.setAttribute("stroke-linejoin", "round");
    svg.appendChild(path);
  }
  return svg;
}

export interface LegendRow {
  kind: "line" | "sign" | "text";
  label: string;
  strokes: Stroke[];
  wide: number;
  advice?: string; // what can be done on the page, but not in a picture file
}

/** The rows of the legend, in the same form for the page and for the picture file. */
export function legendRows(look: Look, kinds: [string, string][], bundles: boolean): LegendRow[] {
  const line = (label: string, colour: string, dashes: number[], arrow: boolean): LegendRow => ({
    kind: "line",
    label,
    wide: 40,
    strokes: [
      { d: arrow ? "M2 12H30" : "M2 12H38", stroke: colour, width: 3, dashes },
      ...(arrow ? [{ d: "M29 6.5L39 12 29 17.5z", fill: colour }] : []),
    ],
  });
  const rows = [
    line("Cooperation", signColour(look, 1), [], true),
    line("Conflict", signColour(look, -1), [], true),
    line("Neutral", signColour(look, 0), [], true),
    line("Mutual", look.muted, [], false),
    line("Planned, asked or supposed", look.muted, dash("planned"), false),
    line("Denied", look.muted, [3, 4], false),
  ];
  if (bundles) {
    rows.push({
      kind: "line",
      label: "Several ties",
      advice: " (double-click opens)",
      wide: 40,
      strokes: [
        { d: "M2 12H20", stroke: look.cooperation, width: 6 },
        { d: "M20 12H38", stroke: look.conflict, width: 6 },
      ],
    });
  }
  for (const [kind, label] of kinds) {
    const outline = (SHAPES[kind] ?? SHAPES.group).outline;
    rows.push({
      kind: "sign",
      label: label.charAt(0).toUpperCase() + label.slice(1),
      wide: 24,
      strokes: [
        { d: outline, fill: look.kinds[kind] ?? look.kinds.group },
        { d: ICONS[kind] ?? ICONS.group, fill: look.glyph },
      ],
    });
  }
  rows.push({ kind: "text", label: "Larger sign: more claims", strokes: [], wide: 0 });
  return rows;
}

export function fillLegend(legend: HTMLElement, rows: LegendRow[]): void {
  legend.replaceChildren();
  for (const row of rows) {
    const item = element("span", `item ${row.kind}`, legend);
    if (row.strokes.length) {
      const icon = drawing(row.strokes, row.wide);
      if (row.kind === "sign") icon.classList.add("small");
      item.appendChild(icon);
    }
    element("span", "label", item).textContent = row.label + (row.advice ?? "");
  }
}

/** Where buttons and notes lie over the picture, in its own pixels. */
export function overlays({ stage, bar, note }: Panel): { left: number; top: number; right: number; bottom: number }[] {
  const origin = stage.getBoundingClientRect();
  return [bar, ...(note.textContent ? [note] : [])].map((each) => {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    return { left: left - origin.left, top: top - origin.top, right: right - origin.left, bottom: bottom - origin.top };
  });
}

export function say(tooltip: HTMLElement, rows: string[]): void {
  tooltip.replaceChildren();
  rows.forEach((row, i) => {
    element("div", i === 0 ? "first" : "more", tooltip).textContent = row;
  });
}
