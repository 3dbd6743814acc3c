// A worker around the engine. Its first message holds the packed module and the scenario; each of the others is a request
// with a number, which its answer has as well.

let engine = null;

/** The bytes of the module, which is compressed by gzip and written in base64. */
async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function answer({ module, request }) {
  if (module) engine = await startEngine(await unpacked(module));
  return engine.ask(request);
}

onmessage = async ({ data }) => {
  try {
    postMessage({ number: data.number, found: await answer(data) });
  } catch (error) {
    // What the engine says is about the request; anything else means that the engine itself is lost.
    const lost = error.codes === undefined;
    postMessage({ number: data.number, error: error.message, lost });
    if (lost) close();
  }
};
