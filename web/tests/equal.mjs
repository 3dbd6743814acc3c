// Compares the engine of the live report with the command, to the last bit: every table of a run of the nominal point, and
// every explanation, of all variants of the scenarios of this project as they are written; and again with a few keys set at
// random, where what the command refuses the engine must refuse for the same reason.
//
//     node web/tests/equal.mjs [--module FILE] [--points N] [scenario.toml …]
//
// The command is target/release/pactum, or the one that PACTUM names.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { moduleBytes, numbers, startEngine, unfolded } from "./engine.mjs";

const PACTUM = resolve(process.env.PACTUM ?? "target/release/pactum");
const given = process.argv.slice(2);
const flag = (name, otherwise) => {
  const at = given.indexOf(name);
  return at < 0 ? otherwise : given.splice(at, 2)[1];
};
const module = moduleBytes(flag("--module", null));
const points = Number(flag("--points", "1"));
const shipped = readdirSync("scenarios", { recursive: true }).filter((name) => name.endsWith(".toml")).sort();
const files = given.length > 0 ? given : shipped.map((name) => join("scenarios", name));
const temporary = mkdtempSync(join(tmpdir(), "pactum-equal-"));
const random = numbers(2026);

let compared = 0;
let refused = 0;
const faults = [];

function command(...words) {
  return spawnSync(PACTUM, words, { encoding: "utf8", maxBuffer: 1 << 30 });
}

/** The rows of a table of a results folder: objects of texts by column. */
function rowsOf(folder, name) {
  const cells = [...readFileSync(join(folder, `${name}.csv`), "utf8").matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n)/g)];
  const lines = [[]];
  for (const [, cell, end] of cells) {
    lines.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\n") lines.push([]);
  }
  const [header, ...rows] = lines.slice(0, -1);
  return rows.map((row) => Object.fromEntries(header.map((column, at) => [column, row[at]])));
}

/** Whether a value of the engine is what stands in a cell. */
function agrees(value, cell) {
  if (value === null || value === undefined) return cell === "";
  if (typeof value === "number") return cell !== "" && Object.is(Number(cell) + 0, value + 0);
  return String(value) === cell;
}

function compareTables(what, folder, variant, tables) {
  for (const [name, rows] of Object.entries(tables)) {
    const expected = rowsOf(folder, name).filter((row) => row.variant === variant);
    if (expected.length !== rows.length) {
      faults.push(`${what}: ${name} has ${rows.length} rows and not ${expected.length}`);
      continue;
    }
    rows.forEach((row, at) => {
      for (const [column, value] of Object.entries(row)) {
        compared += 1;
        if (!agrees(value, expected[at][column])) {
          faults.push(`${what}: ${name}, row ${at + 1}, ${column} is ${value} and not ${expected[at][column]}`);
        }
      }
    });
  }
}

/** Compares values of JSON where both have them; `sentences` are for terminals. */
function compareValues(what, found, expected) {
  if (typeof expected !== "object" || expected === null) {
    compared += 1;
    // The command writes no zero with a sign.
    const shown = typeof found === "number" ? found + 0 : (found ?? null);
    if (!Object.is(shown, expected)) faults.push(`${what} is ${found} and not ${expected}`);
    return;
  }
  for (const key of Object.keys(expected).filter((key) => key !== "sentences")) {
    compareValues(`${what}.${key}`, found?.[key], expected[key]);
  }
}

function caught(work) {
  try {
    return { found: work() };
  } catch (error) {
    if (error.codes === undefined) throw error;
    return { error };
  }
}

/** Compares a variant at some settings. */
function compare(engine, file, variant, set) {
  const what = [file, variant, ...set].join(" ");
  const folder = join(temporary, "run");
  const sets = set.flatMap((text) => ["--set", text]);
  const ran = command("run", file, "--variant", variant, "--nominal", "--games", "0", ...sets, "--out", folder, "--force", "--quiet");
  const { found, error } = caught(() => unfolded(engine.ask({ ask: "run", variant, set })));
  if (ran.status !== 0 && ran.status !== 5) {
    refused += 1;
    if (!error) faults.push(`${what}: the command refuses it, and the engine does not: ${ran.stderr}`);
    for (const code of error?.codes ?? []) {
      if (!ran.stderr.includes(code)) faults.push(`${what}: the engine says ${code}, and the command: ${ran.stderr}`);
    }
    return;
  }
  if (error) {
    faults.push(`${what}: the engine refuses it, and the command does not: ${error.message}`);
    return;
  }
  compareTables(what, folder, variant, found);
  const said = command("explain", file, "--variant", variant, ...sets, "--format", "json");
  const reasons = caught(() => engine.ask({ ask: "explain", place: { variant, set }, actor: null }));
  if (said.stdout === "") {
    if (reasons.found?.length > 0) faults.push(`${what}: the command explains nothing: ${said.stderr}`);
  } else if (reasons.error) {
    faults.push(`${what}: the engine explains nothing: ${reasons.error.message}`);
  } else {
    compareValues(`${what}: explain`, reasons.found, JSON.parse(said.stdout));
  }
}

/** A key with a value from its range, or a little beyond it. */
function anySetting(settings) {
  const moved = settings.filter(({ range }) => range !== null);
  const { key, range, whole } = moved[Math.floor(random() * moved.length)];
  const value = range[0] + (random() * 1.1 - 0.05) * (range[1] - range[0]);
  return `${key}=${whole ? Math.round(value) : Number(value.toPrecision(4))}`;
}

for (const file of files) {
  const began = performance.now();
  const folder = join(temporary, "resolved");
  const ran = command("run", file, "--nominal", "--games", "0", "--out", folder, "--force", "--quiet");
  if (ran.status !== 0 && ran.status !== 5) throw new Error(`${file}: ${ran.stderr}`);
  const engine = await startEngine(module);
  const text = readFileSync(join(folder, "scenario.toml"), "utf8");
  const { variants } = engine.ask({ ask: "open", text, name: "scenario.toml" });
  for (const variant of variants) {
    compare(engine, file, variant, []);
    const settings = engine.ask({ ask: "settings", variant });
    for (let point = 0; point < points; point += 1) {
      compare(engine, file, variant, [...new Set([anySetting(settings), anySetting(settings)])]);
    }
  }
  console.log(`${file}: ${variants.length} variants, ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
rmSync(temporary, { recursive: true });
for (const fault of faults.slice(0, 20)) console.error(fault);
console.log(`${files.length} scenarios, ${compared} values compared, ${refused} settings refused by both, ${faults.length} faults`);
process.exit(faults.length > 0 || compared === 0 ? 1 : 0);
