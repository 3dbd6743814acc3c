// The engine of pactum as a function: requests and answers are objects. Runs in a worker of the page, and under node.

/** What the module imports: nothing that it ever calls. A package that it is built from would ask a browser for the time. */
function missing(compiled) {
  const imports = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) {
    imports[module] ??= {};
    imports[module][name] = () => {
      throw new Error(`the engine has no ${name}`);
    };
  }
  return imports;
}

/**
 * Starts the engine.
 * @param {BufferSource} module the bytes of the WebAssembly module
 * @returns {Promise<{ask: (request: object) => any, memory: () => number}>} `ask` answers a request, and throws an error
 * with the text of the command where it fails; `memory` is the number of bytes that the engine has
 */
async function startEngine(module) {
  const compiled = await WebAssembly.compile(module);
  const instance = await WebAssembly.instantiate(compiled, missing(compiled));
  const { memory, pactum_alloc, pactum_ask, pactum_free, pactum_session } = instance.exports;
  const session = pactum_session();
  const ask = (request) => {
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    const address = pactum_alloc(bytes.length);
    new Uint8Array(memory.buffer).set(bytes, address);
    const answer = pactum_ask(session, address, bytes.length);
    pactum_free(address, bytes.length);
    const [start, length] = [Number(answer & 0xffffffffn), Number(answer >> 32n)];
    const text = new TextDecoder().decode(new Uint8Array(memory.buffer, start, length));
    pactum_free(start, length);
    const found = JSON.parse(text);
    if (found !== null && found.error !== undefined) throw Object.assign(new Error(found.error), { codes: found.codes });
    return found;
  };
  return { ask, memory: () => memory.buffer.byteLength };
}
