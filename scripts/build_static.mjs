// Builds the static files: our CSS and JavaScript, and what we use of npm packages, each under a name that holds a hash
// of its content. Writes manifest.json (plain name -> built name) and VENDOR.md (which package, version and licence).
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { watch } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const source = path.join(root, "src/trigpoint/web/static");
const out = path.join(source, "built");
const modules = path.join(root, "node_modules");

const bundled = (entry, options = {}) =>
  esbuild
    .build({
      entryPoints: [path.join(source, entry)],
      bundle: true,
      minify: true,
      write: false,
      legalComments: "eof",
      nodePaths: [modules],
      logLevel: "warning",
      ...options,
    })
    .then((result) => result.outputFiles[0].text);

const script = (entry) => bundled(entry, { format: "esm", target: "es2022" });

// GOV.UK Frontend's form controls only; without its font, crown or images, which are licensed for GOV.UK.
const controls = ["button", "checkboxes", "date-input", "error-message", "error-summary", "fieldset", "file-upload",
  "hint", "input", "label", "radios", "select", "textarea"];

function forms() {
  const scss = [
    '@use "pkg:govuk-frontend/dist/govuk/settings" with ($govuk-font-family: "system-ui", $govuk-include-default-font-face: false);',
    '@use "pkg:govuk-frontend/dist/govuk/core/lists";',
    ...controls.map((name) => `@use "pkg:govuk-frontend/dist/govuk/components/${name}";`),
  ].join("\n").replaceAll("pkg:govuk-frontend", "govuk-frontend");
  const css = sass.compileString(scss, { loadPaths: [modules], quietDeps: true, style: "compressed" }).css;
  if (/GDS Transport|url\(/.test(css)) throw new Error("The form controls' CSS asks for a font or an image of GOV.UK.");
  return `@layer govuk{${css.replace(/^\uFEFF/, "").replace(/@charset "UTF-8";/, "")}}`;
}

async function packageOf(name) {
  return JSON.parse(await readFile(path.join(modules, name, "package.json"), "utf8"));
}

async function vendorList() {
  const lock = JSON.parse(await readFile(path.join(root, "package-lock.json"), "utf8"));
  const rows = Object.entries(lock.packages)
    .filter(([place, entry]) => place.startsWith("node_modules/") && !entry.dev && !entry.optional)
    .map(([place, entry]) => `| ${place.replace(/^.*node_modules\//, "")} | ${entry.version} | ${entry.license ?? "see package"} |`);
  return `# What is built in, from npm\n\nWritten by scripts/build_static.mjs.\n\n| package | version | licence |\n|---|---|---|\n${[...new Set(rows)].join("\n")}\n`;
}

async function build() {
  const started = performance.now();
  const files = {
    "trigpoint.css": await bundled("css/trigpoint.css", { loader: { ".svg": "dataurl" } }),
    "forms.css": forms(),
    "trigpoint.js": await script("js/trigpoint.js"),
    "charts.js": await script("js/charts.js"),
    "htmx.js": await readFile(path.join(modules, "htmx.org/dist/htmx.min.js"), "utf8"),
  };
  const versions = {};
  for (const name of ["govuk-frontend", "htmx.org", "vega", "vega-lite", "vega-interpreter"])
    versions[name] = (await packageOf(name)).version;
  // A new folder is made beside the old one and takes its place whole, so a running server never sees half of it.
  const fresh = `${out}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const manifest = { files: {}, versions };
  for (const [name, text] of Object.entries(files)) {
    const { name: stem, ext } = path.parse(name);
    const built = `${stem}.${createHash("sha256").update(text).digest("hex").slice(0, 12)}${ext}`;
    await writeFile(path.join(fresh, built), text);
    manifest.files[name] = built;
  }
  await writeFile(path.join(fresh, "VENDOR.md"), await vendorList());
  await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await rm(out, { recursive: true, force: true });
  await rename(fresh, out);
  const sizes = Object.entries(files).map(([name, text]) => `${name} ${Math.ceil(Buffer.byteLength(text) / 1024)} KB`);
  console.log(`Built static files in ${Math.round(performance.now() - started)} ms: ${sizes.join(", ")}`);
}

await build();
if (process.argv.includes("--watch")) {
  let waiting;
  for (const folder of ["css", "js"])
    watch(path.join(source, folder), () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => build().catch((error) => console.error(error.message)), 100);
    });
}
