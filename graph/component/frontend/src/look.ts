// Colours, shapes and icons. Blue, orange-red and grey stay apart for every common kind of colour blindness;
// kinds of actor are told by shape and icon, their tints only help.

export interface Look {
  paper: string;
  ink: string;
  muted: string;
  cooperation: string;
  conflict: string;
  neutral: string;
  glyph: string;
  ring: string;
  kinds: Record<string, string>;
}

export const LIGHT: Look = {
  paper: "#ffffff",
  ink: "#1f2733",
  muted: "#5c6675",
  cooperation: "#2b6cb0",
  conflict: "#d9480f",
  neutral: "#8b93a1",
  glyph: "#ffffff",
  ring: "#1f2733",
  kinds: {
    person: "#46566b",
    country: "#2c7a66",
    organization: "#74589f",
    igo: "#9c3f74",
    "armed group": "#3b3234",
    party: "#857019",
    media: "#2f7284",
    group: "#83786d",
  },
};

export const DARK: Look = {
  paper: "#0e1117",
  ink: "#f1f4f8",
  muted: "#a7b0bf",
  cooperation: "#6cb0f5",
  conflict: "#ff7d4d",
  neutral: "#8e98a8",
  glyph: "#10151d",
  ring: "#f1f4f8",
  kinds: {
    person: "#b3c0d1",
    country: "#6fc7ae",
    organization: "#bba2e6",
    igo: "#e694c3",
    "armed group": "#d6cbc5",
    party: "#d8c15f",
    media: "#7fc0d4",
    group: "#b5aa9e",
  },
};

/** cytoscape shape and its outline on a 24 x 24 grid (the outline draws the legend). */
export const SHAPES: Record<string, { shape: string; outline: string }> = {
  person: { shape: "ellipse", outline: "M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22z" },
  country: { shape: "round-rectangle", outline: "M5 2h14a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3z" },
  organization: { shape: "round-hexagon", outline: "M7 2h10l6 10-6 10H7L1 12z" },
  igo: { shape: "round-octagon", outline: "M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z" },
  "armed group": { shape: "round-diamond", outline: "M12 0l12 12-12 12L0 12z" },
  party: { shape: "round-pentagon", outline: "M12 1l11.4 8.3L19 23H5L.6 9.3z" },
  media: { shape: "round-tag", outline: "M2 3h14l7 9-7 9H2z" },
  group: { shape: "barrel", outline: "M3 4c4-3 14-3 18 0v16c-4 3-14 3-18 0z" },
};

/** Icons on a 24 x 24 grid, filled. */
export const ICONS: Record<string, string> = {
  person: "M12 4.2a3.9 3.9 0 1 0 0 7.8a3.9 3.9 0 1 0 0-7.8zM4.8 20c0-4 3.2-6.6 7.2-6.6s7.2 2.6 7.2 6.6z",
  country: "M5.5 3.5h2v17h-2zM8.5 4.5h10.8l-2.7 3.8 2.7 3.8H8.5z",
  organization: "M12 3.5L3.5 8v2h17V8zM5.5 11.2h2.4v5.6H5.5zM10.8 11.2h2.4v5.6h-2.4zM16.1 11.2h2.4v5.6h-2.4zM3.8 18h16.4v2.4H3.8z",
  igo: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 5c1.3 0 2.9 2.6 3.1 6H8.9C9.1 7.6 10.7 5 12 5zM8.3 5.9A12 12 0 0 0 6.9 11H5a7 7 0 0 1 3.3-5.1zM15.7 5.9A7 7 0 0 1 19 11h-1.9a12 12 0 0 0-1.4-5.1zM5 13h1.9c.1 2 .6 3.7 1.4 5.1A7 7 0 0 1 5 13zM8.9 13h6.2c-.2 3.4-1.8 6-3.1 6s-2.9-2.6-3.1-6zM17.1 13H19a7 7 0 0 1-3.3 5.1c.8-1.4 1.3-3.1 1.4-5.1z",
  "armed group": "M12 4l6.5 2.4v5.4c0 4-2.6 6.7-6.5 8.2-3.9-1.5-6.5-4.2-6.5-8.2V6.4z",
  party: "M3.5 9.8v4.6h3l1.4 5h2.8l-1.4-5h1.3l7 4V5.6l-7 4.2zM19 9.6c1.9 1 1.9 4 0 5z",
  media: "M4 5h13v14H5.5A1.5 1.5 0 0 1 4 17.5zM6 7.5v3.5h4V7.5zM11.5 7.5V9H15V7.5zM11.5 10v1.2H15V10zM6 12.8V14h9v-1.2zM6 15.3v1.2h9v-1.2zM18 8h2v9.5a1 1 0 0 1-2 0z",
  group: "M12 5.5a3 3 0 1 0 0 6a3 3 0 1 0 0-6zM5.5 8a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6zM18.5 8a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6zM6.5 18.5c0-3.4 2.4-5.8 5.5-5.8s5.5 2.4 5.5 5.8zM1.8 17.5c0-2.5 1.5-4.2 3.7-4.2.6 0 1.1.1 1.5.3-1.1 1-1.8 2.4-1.9 3.9zM22.2 17.5c0-2.5-1.5-4.2-3.7-4.2-.6 0-1.1.1-1.5.3 1.1 1 1.8 2.4 1.9 3.9z",
};

export function signColour(look: Look, sign: number): string {
  return sign > 0 ? look.cooperation : sign < 0 ? look.conflict : look.neutral;
}

/** How a line is broken by modality: whole for what is told as fact, dotted for what is denied. */
export function dash(modality: string): number[] {
  return modality === "asserted" ? [] : modality === "denied" ? [2, 5] : [9, 6];
}

function icon(kind: string, colour: string): string {
  const path = ICONS[kind] ?? ICONS.group;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="96" height="96"><path fill="${colour}" fill-rule="evenodd" d="${path}"/></svg>`;
  return "data:image/svg+xml;utf8," + encodeURIComponent(svg);
}

/** The cytoscape style sheet; per-element values are computed in view.ts and kept in `data`. */
export function styleSheet(look: Look): object[] {
  const byKind = Object.keys(SHAPES).map((kind) => ({
    selector: `node[kind = "${kind}"]`,
    style: {
      shape: SHAPES[kind].shape,
      "background-color": look.kinds[kind],
      "background-image": icon(kind, look.glyph),
    },
  }));
  return [
    {
      selector: "node",
      style: {
        width: "data(size)",
        height: "data(size)",
        shape: "ellipse",
        "background-color": look.kinds.group,
        "background-image": icon("group", look.glyph),
        "background-width": "64%",
        "background-height": "64%",
        "border-width": 2,
        "border-color": look.paper,
        "overlay-opacity": 0,
      },
    },
    ...byKind,
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "curve-style": "straight",
        "line-color": "data(colour)",
        "line-opacity": "data(ink)",
        "target-arrow-color": "data(colour)",
        "target-arrow-shape": "data(head)",
        "source-arrow-color": "data(colour)",
        "source-arrow-shape": "data(tail)",
        "arrow-scale": "data(scale)",
        "target-distance-from-node": 2,
        "source-distance-from-node": 2,
        "overlay-opacity": 0,
      },
    },
    {
      selector: "edge[?parallel]",
      style: { "curve-style": "bezier", "control-point-step-size": 34 },
    },
    {
      selector: "edge[?dashes]",
      style: { "line-style": "dashed", "line-dash-pattern": "data(dashes)" },
    },
    {
      selector: "edge[?stops]",
      style: {
        "line-fill": "linear-gradient",
        "line-gradient-stop-colors": "data(stops)",
        "line-gradient-stop-positions": "data(marks)",
        "source-arrow-color": "data(first)",
        "target-arrow-color": "data(last)",
      },
    },
    { selector: "node.dim", style: { opacity: 0.16 } },
    { selector: "edge.dim", style: { opacity: 0.1 } },
    { selector: "node.soft", style: { opacity: 0.4 } },
    { selector: "edge.soft", style: { opacity: 0.22 } },
    { selector: "edge.hot", style: { "line-opacity": 1, "z-index": 5 } },
    { selector: "edge.picked", style: { "line-opacity": 1, width: "data(bold)", "z-index": 6 } },
    { selector: "node.picked", style: { "border-color": look.ring, "border-width": 3.5 } },
  ];
}

/** Colours for the page's own background, unless Python says which. */
export function chosenLook(root: HTMLElement, dark: boolean | null): { look: Look; key: string } {
  const paper = getComputedStyle(root).getPropertyValue("--st-background-color").trim();
  const seen = luminance(paper);
  const night = dark ?? (seen !== null && seen < 0.4);
  const fits = seen !== null && seen < 0.4 === night;
  const look = { ...(night ? DARK : LIGHT), ...(fits ? { paper } : {}) };
  return { look, key: `${night} ${look.paper}` };
}

function luminance(colour: string): number | null {
  const hex = /^#([0-9a-f]{6})/i.exec(colour);
  const rgb = /^rgba?\((\d+)[, ]+(\d+)[, ]+(\d+)/.exec(colour);
  const parts = hex ? [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16)) : rgb?.slice(1, 4).map(Number);
  if (!parts) return null;
  return (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
}
