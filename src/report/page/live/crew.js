// Workers of the page, each with an engine of its own.

/** What a request comes to that another has overtaken, or that was stopped. */
class Overtaken extends Error {}

/** A worker that answers one request at a time. Of the requests that wait meanwhile, only the latest is asked. */
class Helper {
  /**
   * @param {string} script the script of the worker
   * @param {object} opening its first message
   */
  constructor(script, opening) {
    this.script = script;
    this.opening = opening;
    this.start();
  }

  start() {
    const address = URL.createObjectURL(new Blob([this.script], { type: "text/javascript" }));
    this.worker = new Worker(address);
    this.worker.onmessage = ({ data }) => {
      URL.revokeObjectURL(address);
      this.receive(data);
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.receive({ error: event.message || "the worker cannot be started", lost: true });
    };
    this.current = null;
    this.waiting = null;
    this.number = 0;
    this.dead = null;
    this.opened = this.send(this.opening);
    // Whoever waits for the opening is told; nobody has to.
    this.opened.catch(() => {});
  }

  /** Whether a request is under way or waits. */
  get busy() {
    return this.current !== null;
  }

  /** Asks; a request that waits already is overtaken. */
  ask(request) {
    if (this.dead !== null) return Promise.reject(new Error(this.dead));
    if (this.current === null) return this.send({ request });
    this.waiting?.reject(new Overtaken());
    return new Promise((resolve, reject) => {
      this.waiting = { request, resolve, reject };
    });
  }

  /** Stops whatever is under way, and starts anew. */
  stop() {
    this.worker.terminate();
    const lost = [this.current, this.waiting];
    this.start();
    for (const one of lost) one?.reject(new Overtaken());
  }

  send(message) {
    this.number += 1;
    this.worker.postMessage({ ...message, number: this.number });
    return new Promise((resolve, reject) => {
      this.current = { resolve, reject };
    });
  }

  receive({ found, error, lost }) {
    const { current, waiting } = this;
    this.current = null;
    this.waiting = null;
    if (error === undefined) {
      current?.resolve(found);
    } else if (lost) {
      // The engine is gone: another takes its place, which what waits goes to.
      this.worker.terminate();
      if (this.number > 1) {
        this.start();
        current?.reject(new Error(`The engine stopped: ${error}\nA new one has taken its place; try another value.`));
      } else {
        this.dead = `The engine cannot be started: ${error}`;
        current?.reject(new Error(this.dead));
      }
    } else {
      current?.reject(new Error(error));
    }
    if (waiting) this.pass(waiting);
  }

  /** Asks what waited, once the engine is there. */
  async pass({ request, resolve, reject }) {
    try {
      if (this.current !== null) await this.opened;
      resolve(await this.ask(request));
    } catch (error) {
      reject(error);
    }
  }
}
