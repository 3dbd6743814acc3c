// Moves sliders of the live report's engine at random, many times, and fails where the engine is lost or its memory grows.
// Every tenth setting is none that a slider has: a text, a number far away, a key that does not exist.
//
//     node scripts/live_marathon.mjs scenario.toml [--times N] [--module FILE]
//
// The scenario stands in one file, as the scenario.toml of a results folder does.

import { readFileSync } from "node:fs";
import { moduleBytes, numbers, startEngine } from "../web/tests/engine.mjs";

const given = process.argv.slice(2);
const flag = (name, otherwise) => {
  const at = given.indexOf(name);
  return at < 0 ? otherwise : given.splice(at, 2)[1];
};
const times = Number(flag("--times", "100000"));
const module = moduleBytes(flag("--module", null));
const [file] = given;
const engine = await startEngine(module);
const { variants } = engine.ask({ ask: "open", text: readFileSync(file, "utf8"), name: "scenario.toml" });
const random = numbers(7);
const pick = (list) => list[Math.floor(random() * list.length)];
const settings = new Map(variants.map((variant) => [variant, engine.ask({ ask: "settings", variant })]));
const ODD = ["nan", "inf", "-1e300", "1e300", "", "\u0000", "a = b", "{", "'", "1 / 0", "💣", "0x", "9".repeat(400)];

function anySetting(variant) {
  const { key, range, whole } = pick(settings.get(variant));
  if (range === null || random() < 0.1) return `${random() < 0.2 ? `${key}x` : key}=${pick(ODD)}`;
  const value = range[0] + random() * (range[1] - range[0]);
  return `${key}=${whole ? Math.round(value) : value}`;
}

let refused = 0;
let early = 0;
const began = performance.now();
for (let time = 1; time <= times; time += 1) {
  const variant = pick(variants);
  const set = Array.from({ length: Math.floor(random() * 4) }, () => anySetting(variant));
  const kind = random();
  try {
    if (kind < 0.9) engine.ask({ ask: "preview", variant, set });
    else if (kind < 0.95) engine.ask({ ask: "run", variant, set });
    else engine.ask({ ask: "explain", place: { variant, set }, actor: null });
  } catch (error) {
    if (error.codes === undefined) throw Object.assign(error, { message: `${error.message} at ${variant} ${set.join(" ")}` });
    refused += 1;
  }
  if (time === Math.ceil(times / 4)) early = engine.memory();
  if (time % Math.ceil(times / 10) === 0) {
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(`${time} settings, ${refused} refused, ${(engine.memory() / 1e6).toFixed(1)} MB, ${seconds} s`);
  }
}
const grown = engine.memory() - early;
console.log(`memory grew by ${grown} bytes in the last three quarters`);
process.exit(grown > 0.1 * early ? 1 : 0);
