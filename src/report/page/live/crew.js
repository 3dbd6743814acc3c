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
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
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
    /** Whether the worker is gone. */
    this.ended = false;
    this.opened = this.send(opening);
    // Whoever waits for the opening is told; nobody has to.
    this.opened.catch(() => {});
  }

  /** Whether a request is under way. */
  get busy() {
    return this.current !== null;
  }

  /** Asks; a request that waits already is overtaken. */
  ask(request) {
    if (!this.busy) return this.send({ request });
    this.waiting?.reject(new Overtaken());
    return new Promise((resolve, reject) => {
      this.waiting = { request, resolve, reject };
    });
  }

  /** Stops whatever is under way, for good. */
  end(reason = new Overtaken()) {
    this.ended = true;
    this.worker.terminate();
    this.current?.reject(reason);
    this.waiting?.reject(reason);
    this.current = null;
    this.waiting = null;
  }

  send(message) {
    this.worker.postMessage(message);
    return new Promise((resolve, reject) => {
      this.current = { resolve, reject };
    });
  }

  receive({ found, error, lost }) {
    if (lost) {
      this.end(new Error(`The engine stopped: ${error}\nAnother takes its place with the next change.`));
      return;
    }
    const { current, waiting } = this;
    this.current = null;
    this.waiting = null;
    if (error === undefined) current?.resolve(found);
    else current?.reject(new Error(error));
    if (waiting) this.ask(waiting.request).then(waiting.resolve, waiting.reject);
  }
}
