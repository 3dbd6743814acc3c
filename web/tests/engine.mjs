// The engine under node, from the script of the page and the module that web/build.sh leaves.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const LIVE = new URL("../../src/report/page/live/", import.meta.url);

/** The bytes of a module, or of the committed one. */
export function moduleBytes(path) {
  return path ? readFileSync(path) : gunzipSync(readFileSync(new URL("pactum.wasm.gz", LIVE)));
}

const script = ["tables.js", "engine.js"].map((name) => readFileSync(new URL(name, LIVE), "utf8")).join("\n");
/** The functions of the page that start an engine, and unfold its tables. */
export const { startEngine, unfolded } = new Function(`${script}\nreturn { startEngine, unfolded };`)();

/** Numbers in [0, 1) that are the same every time (mulberry32). */
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
