// A worker around the engine. Each message holds a request, the first the packed module as well, and has one answer.

let engine = null;

/** The digits of base 85, by which the module is written. */
const DIGITS = "!#$%()*+,.0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";

/** The bytes of a text in base 85: four for five digits. */
function bytesOf(text) {
  const values = new Uint8Array(128);
  [...DIGITS].forEach((digit, value) => (values[digit.charCodeAt(0)] = value));
  const bytes = new Uint8Array(Math.floor((text.length * 4) / 5));
  for (let group = 0; 5 * group < text.length; group += 1) {
    let number = 0;
    for (let at = 5 * group; at < 5 * group + 5; at += 1) {
      number = 85 * number + (at < text.length ? values[text.charCodeAt(at)] : 84);
    }
    for (let place = 0; place < 4 && 4 * group + place < bytes.length; place += 1) {
      bytes[4 * group + place] = Math.floor(number / 2 ** (24 - 8 * place));
    }
  }
  return bytes;
}

/** The bytes of the module, which is compressed. */
async function unpacked(text) {
  const bytes = bytesOf(text);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function answer({ module, request }) {
  if (module) engine = await startEngine(await unpacked(module));
  return engine.ask(request);
}

onmessage = async ({ data }) => {
  try {
    postMessage({ found: await answer(data) });
  } catch (error) {
    // What the engine says is about the request; anything else means that the engine itself is lost.
    const lost = error.codes === undefined;
    postMessage({ error: error.message, lost });
    if (lost) close();
  }
};
