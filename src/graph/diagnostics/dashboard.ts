/**
 * A page at a local address that shows a computation while it runs.
 *
 * Policy: only this machine can reach it. Records are kept in rings, so that a day of computing does not fill the memory.
 * Everything is drawn here and sent as it is, at most four times a second, and only when somebody looks. Neither the
 * server nor an open page keeps the program from ending.
 *
 * State: `#pages` are the responses that wait for events; `#running` counts computations under way.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BackendError } from '../../core/errors.js';
import { formatCount } from '../../plot/format.js';
import type { Callback, TaskEvent } from '../scheduler.js';
import { nameOf } from '../tasks/key.js';
import type { Graph } from '../tasks/task.js';
import { drawBody } from './page/body.js';
import { drawPage } from './page/page.js';
import type { TaskRecord } from './profiler.js';
import { ResourceProfiler } from './resource-profiler.js';

/** Milliseconds between two drawings. */
const redrawMs = 250;
/** Tasks and resource records that a page shows at most; the latest stay. */
const mostTasks = 20_000;
const mostResources = 6_000;

export interface DashboardOptions {
  /** Where it listens; a free port where it is left out. */
  readonly port?: number;
}

/** A dashboard that is open; give it to `compute` as a callback. */
export class Dashboard implements Callback {
  /** Where a browser finds it: `http://127.0.0.1:40123/`. */
  readonly url: string;
  readonly #server: Server;
  readonly #pages = new Set<ServerResponse>();
  readonly #resources = new ResourceProfiler();
  #tasks: TaskRecord[] = [];
  #total = 0;
  #done = 0;
  #running = 0;
  #failure: unknown = null;
  #timer: NodeJS.Timeout | undefined;

  /** Use `openDashboard`. */
  constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    server.on('request', ({ method, url, headers }, response) => {
      // Another name would be a foreign page's, pointed at this machine to read what is here.
      if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '')) response.writeHead(403).end();
      else if (method === 'GET' && url === '/') this.#sendPage(response);
      else if (method === 'GET' && url === '/events') this.#listen(response);
      else response.writeHead(404).end('strided: there is only the page at /');
    });
    server.on('connection', (socket) => socket.unref());
    server.unref();
  }

  start(graph: Graph): void {
    if (this.#running++ === 0) {
      this.#total = 0;
      this.#done = 0;
      this.#failure = null;
    }
    this.#total += graph.size;
    this.#resources.start();
  }

  after({ key, worker, started, ended, bytes }: TaskEvent): void {
    this.#done++;
    this.#tasks.push({ key, name: nameOf(key), worker, started, ended, bytes });
    if (this.#tasks.length > 2 * mostTasks) this.#tasks = this.#tasks.slice(-mostTasks);
  }

  finish(error: unknown): void {
    this.#running--;
    this.#failure ??= error ?? null;
    this.#resources.finish();
    this.#send();
  }

  /** Closes the address and every page's connection. */
  close(): Promise<void> {
    clearInterval(this.#timer);
    for (const page of this.#pages) page.end();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #sendPage(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(drawPage('strided', this.#body(), true));
  }

  /** Server-sent events: the page's EventSource keeps the response open. */
  #listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    this.#pages.add(response);
    response.on('close', () => {
      this.#pages.delete(response);
      if (this.#pages.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    });
    this.#send();
    this.#timer ??= setInterval(() => {
      if (this.#running > 0) this.#send();
    }, redrawMs).unref();
  }

  #send(): void {
    if (this.#pages.size === 0) return;
    const message =
      `event: body\ndata: ${JSON.stringify(this.#body())}\n\n` +
      `event: state\ndata: ${JSON.stringify(this.#state())}\n\n`;
    // A page that cannot follow misses a drawing rather than filling the memory.
    for (const page of this.#pages) if (!page.writableNeedDrain) page.write(message);
  }

  #state(): string {
    if (this.#total === 0) return 'nothing has run yet';
    const count = `${formatCount(this.#done)} of ${formatCount(this.#total)} tasks`;
    if (this.#running > 0) return `${count} · ${Math.floor((100 * this.#done) / this.#total)} %`;
    if (this.#failure === null) return `${count} · done`;
    return `${count} · failed: ${this.#failure instanceof Error ? this.#failure.message : this.#failure}`;
  }

  #body(): string {
    const { results } = this.#resources;
    if (results.length > 2 * mostResources) results.splice(0, results.length - mostResources);
    const tasks = this.#tasks.slice(-mostTasks);
    const first = tasks.length > 0 ? tasks[0].started : Number.NEGATIVE_INFINITY;
    return drawBody({ tasks, resources: results.filter(({ time }) => time >= first - 1000), cache: [] });
  }
}

/**
 * Opens a dashboard: a page at a local address on which one sees tasks, CPU and memory while computations run that have
 * it among their callbacks. `compute(…, { dashboard: true })` does the same for one computation.
 *
 * @throws BackendError when the port is taken.
 * @example
 * const dashboard = await openDashboard();
 * await delayed(Math.sqrt)(2).compute({ callbacks: [dashboard] });
 * dashboard.url.startsWith('http://127.0.0.1:'); // true
 * await dashboard.close();
 * @see Dask's `Client.dashboard_link`
 */
export function openDashboard({ port = 0 }: DashboardOptions = {}): Promise<Dashboard> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `port ${port} cannot be listened on; needs a free one, or 0 for any`;
      reject(new BackendError(message, { operation: 'openDashboard', argument: 'port', got: port, cause }));
    });
    server.listen(port, '127.0.0.1', () => resolve(new Dashboard(server)));
  });
}

let common: Promise<Dashboard> | undefined;

/** The dashboard of all computations with `dashboard: true`: one for the program, open until it ends. */
export function commonDashboard(): Promise<Dashboard> {
  common ??= openDashboard().then((dashboard) => {
    process.stderr.write(`dashboard: ${dashboard.url}\n`);
    return dashboard;
  });
  return common;
}
