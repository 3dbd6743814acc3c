// A worker around the engine. Each message holds a request, the first the packed module as well, and has one answer.

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
    postMessage({ found: await answer(data) });
  } catch (error) {
    // What the engine says is about the request; anything else means that the engine itself is lost.
    const lost = error.codes === undefined;
    postMessage({ error: error.message, lost });
    if (lost) close();
  }
};
