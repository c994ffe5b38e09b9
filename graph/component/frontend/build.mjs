// npm run build: bundle src/ into ../static. npm run check: bundle elsewhere and compare.

import { build } from "esbuild";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const committed = join(here, "..", "static");
// Whose code is in the bundle; heap and lodash (in parts) come inside cytoscape's own build.
const shipped = ["cytoscape", "graphology-layout-forceatlas2", "heap", "lodash"];
const files = ["network.js", "THIRD_PARTY_LICENSES.txt"];

async function bundle(folder) {
  await build({
    absWorkingDir: here,
    entryPoints: { network: "src/index.ts" },
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    loader: { ".css": "text" },
    legalComments: "none",
    logLevel: "warning",
  });
  await writeFile(join(folder, "THIRD_PARTY_LICENSES.txt"), await licences());
}

async function licences() {
  const parts = ["network.js contains code of the following packages.\n"];
  for (const name of shipped) {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const text = await licence(folder);
    parts.push(`${"=".repeat(80)}\n${name} ${version} (${license})\n${"=".repeat(80)}\n\n${text}\n`);
  }
  const code = await readFile(join(here, "node_modules/cytoscape/dist/cytoscape.esm.mjs"), "utf8");
  const notices = [...code.matchAll(/\/\*!([\s\S]*?)\*\//g)].map((found) => found[1].trim());
  parts.push(`${"=".repeat(80)}\nNotices inside cytoscape\n${"=".repeat(80)}\n\n${notices.join("\n\n")}\n`);
  return parts.join("\n");
}

async function licence(folder) {
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${folder} comes without a licence text`);
  return (await readFile(join(folder, file), "utf8")).replaceAll("\r\n", "\n").trim();
}

if (process.argv.includes("--check")) {
  const fresh = await mkdtemp(join(tmpdir(), "network-"));
  await bundle(fresh);
  const stale = [];
  for (const file of files) {
    const [a, b] = await Promise.all([fresh, committed].map((f) => readFile(join(f, file)).catch(() => null)));
    if (!a || !b || !a.equals(b)) stale.push(file);
  }
  await rm(fresh, { recursive: true });
  if (stale.length) {
    console.error(`graph/component/static is not what src/ gives (${stale.join(", ")}): run npm run build`);
    process.exit(1);
  }
  console.log("graph/component/static is what src/ gives");
} else {
  await bundle(committed);
}
