// The picture file: what is on the screen, twice as fine, with the legend below.

import type { Core } from "cytoscape";
import type { Labels } from "./labels";
import type { Look } from "./look";
import type { LegendRow } from "./panel";

const SCALE = 2;

export async function save(cy: Core, labels: Labels, look: Look, rows: LegendRow[], family: string): Promise<void> {
  const width = cy.width();
  const spots = arrange(rows, width, family);
  const height = cy.height() + spots.height;
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = look.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  const graph = await createImageBitmap(cy.png({ output: "blob", full: false, scale: SCALE, bg: look.paper }));
  pen.drawImage(graph, 0, 0);
  labels.draw(look, pen, SCALE);
  pen.setTransform(SCALE, 0, 0, SCALE, 0, 0);
  pen.font = font(family);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  rows.forEach((row, i) => {
    const { x, y } = spots.at[i];
    drawRow(pen, row, x, cy.height() + y, look);
  });
  canvas.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "network.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }, "image/png");
}

function font(family: string): string {
  return `400 12px ${family}`;
}

function iconWidth(row: LegendRow): number {
  return row.strokes.length ? (row.wide * 16) / 24 + 6 : 0;
}

function arrange(rows: LegendRow[], width: number, family: string) {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return { at: rows.map(() => ({ x: 0, y: 0 })), height: 0 };
  pen.font = font(family);
  let x = 14;
  let y = 18;
  const at = rows.map((row) => {
    const wide = iconWidth(row) + pen.measureText(row.label).width + 20;
    if (x > 14 && x + wide > width) {
      x = 14;
      y += 24;
    }
    const spot = { x, y };
    x += wide;
    return spot;
  });
  return { at, height: y + 18 };
}

function drawRow(pen: CanvasRenderingContext2D, row: LegendRow, x: number, y: number, look: Look): void {
  pen.save();
  pen.translate(x, y - 8);
  pen.scale(16 / 24, 16 / 24);
  for (const { d, fill, stroke, width, dashes } of row.strokes) {
    const path = new Path2D(d);
    if (fill) {
      pen.fillStyle = fill;
      pen.fill(path, "evenodd");
    }
    if (stroke) {
      pen.strokeStyle = stroke;
      pen.lineWidth = width ?? 1;
      pen.setLineDash(dashes ?? []);
      pen.stroke(path);
    }
  }
  pen.restore();
  pen.fillStyle = look.muted;
  pen.fillText(row.label, x + iconWidth(row), y);
}
