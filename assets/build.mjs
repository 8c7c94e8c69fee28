// Builds what browsers load into ../app/static/build/: hashed names, a manifest, and compressed siblings.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transformSync } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "app", "static", "build");
const target = ["chrome111", "edge111", "firefox114", "safari16.4"];

// The design system's theme carries colours that nobody uses here: two brand scales beside the accent,
// and a second typography. Its dark colours are for screens: paper is white.
const leanTheme = {
  name: "lean-theme",
  setup: ({ onLoad }) =>
    onLoad({ filter: /designsystemet-css[\\/]dist[\\/]theme[\\/]designsystemet\.css$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replace(/\[data-color-scheme\]\[data-color=brand([12])\],\[data-color=brand\1\]\{[^{}]*\}/g, "")
        .replace(/--ds-color-brand[12]-[a-z-]+:[^;{}]*;?/g, "")
        .replace(/@media \(prefers-color-scheme:dark\)/g, "@media screen and (prefers-color-scheme:dark)")
        .replace(/@layer ds\.theme\.typography\.secondary\{[^{}]*\{[^{}]*\}\}/, ""),
      loader: "css",
    })),
};

// The theme declares for every component that there is; what no rule reads is left out.
const withoutUnread = (css) => {
  const read = new Set(Array.from(css.matchAll(/(?:var|style)\(\s*(--[\w-]+)/g), ([, name]) => name));
  const lean = css.replace(/(?<=[{;])(--[\w-]+):[^;{}"']*(?:;|(?=\}))/g, (all, name) => (read.has(name) ? all : ""));
  return lean === css ? css : withoutUnread(lean);
};

// Only officials load these.
const editor = async (extension) => {
  const { outputFiles } = await build({
    entryPoints: [join(here, extension === "js" ? "scripts" : "styles", `editor.${extension}`)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target,
  });
  return outputFiles[0].text;
};

const stylesheet = async (name) => {
  const { outputFiles } = await build({
    entryPoints: [join(here, "styles", name)],
    bundle: true,
    minify: true,
    write: false,
    target,
    plugins: [leanTheme],
    external: ["data:*"],
  });
  return withoutUnread(outputFiles[0].text);
};

const script = (...names) => {
  const source = names.map((name) => readFileSync(join(here, "scripts", name), "utf8")).join("\n");
  return transformSync(source, { minify: true, format: "iife", target }).code;
};

const plainStyles = (name) =>
  transformSync(readFileSync(join(here, "styles", name), "utf8"), { loader: "css", minify: true, target }).code;

// htmx comes minified by its makers, smaller than what a second minifier makes of its source.
const htmx = () => readFileSync(join(here, "node_modules", "htmx.org", "dist", "htmx.min.js"), "utf8");

const write = (name, text) => {
  const [stem, extension] = name.split(".");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const file = `${stem}-${hash}.${extension}`;
  const bytes = Buffer.from(text);
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  writeFileSync(join(out, file), bytes);
  writeFileSync(join(out, `${file}.br`), brotli);
  writeFileSync(join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  report.push(`${file}  ${bytes.length} bytes, ${brotli.length} as Brotli`);
  return [name, file];
};

// New files, then the manifest, then the old files go: a service that runs meanwhile misses nothing.
const report = [];
mkdirSync(out, { recursive: true });
const manifest = Object.fromEntries([
  write("app.css", await stylesheet("app.css")),
  write("poster.css", await stylesheet("poster.css")),
  write("app.js", script("app.js")),
  write("htmx.js", `${htmx()}\n${script("app.js", "in-place.js")}`),
  write("share.js", script("share.js")),
  write("w.js", script("widget.js")),
  write("editor.js", await editor("js")),
  write("editor.css", await editor("css")),
  write("making.js", script("app.js", "making.js")),
  write("making.css", plainStyles("making.css")),
]);
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
const current = new Set(["manifest.json", ...Object.values(manifest)]);
for (const file of readdirSync(out)) {
  if (!current.has(file.replace(/\.(br|gz)$/, ""))) rmSync(join(out, file));
}
console.log(report.join("\n"));
