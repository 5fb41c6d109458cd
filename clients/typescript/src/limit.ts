/**
 * Bounds on how long something may take. `AbortSignal.timeout` and `AbortSignal.any` are not used: Node 20 and 22 lose
 * them when garbage is collected while a body is read. The timer here holds what it ends.
 */

import { StaffroomError } from "./problem.js";

/** The reason of a signal whose time has passed. */
export class Late extends StaffroomError {
  constructor() {
    super("no response in time");
  }
}

/** A response that is too large. The same request would have the same one. */
export class TooLarge extends StaffroomError {}

/**
 * What this work gives, or a rejection when its time has passed or the caller's signal ends it, whatever the work does
 * then. The work gets a signal that says so.
 */
export async function within<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let listener: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    const end = (reason: Error): void => {
      controller.abort(reason);
      reject(reason);
    };
    timer = setTimeout(() => end(new Late()), Math.max(0, Math.ceil(milliseconds)));
    listener = () => end(signal?.reason as Error);
    if (signal?.aborted === true) listener();
    else signal?.addEventListener("abort", listener, { once: true });
  });
  try {
    return await Promise.race([ended, Promise.resolve(controller.signal).then(work)]);
  } finally {
    clearTimeout(timer);
    if (listener !== undefined) signal?.removeEventListener("abort", listener);
  }
}

/**
 * A response with its body as bytes, which is refused beyond a size. It ends with the signal. A redirect is a response:
 * to follow it would take what is secret elsewhere.
 */
export async function exchange(
  send: typeof fetch,
  url: string,
  request: RequestInit,
  signal: AbortSignal,
  maximum: number,
): Promise<{ response: Response; bytes: Buffer }> {
  signal.throwIfAborted();
  const response = await send(url, { ...request, redirect: "manual", signal });
  const reader = response.body?.getReader();
  // Whatever became of the signal within `fetch`: this ends the connection.
  const cancel = (): void => void reader?.cancel().catch(() => undefined);
  if (signal.aborted) cancel();
  signal.throwIfAborted();
  signal.addEventListener("abort", cancel, { once: true });
  const chunks: Uint8Array[] = [];
  try {
    let size = 0;
    while (reader !== undefined) {
      const { done, value } = await reader.read();
      // A body that was cancelled ends as a whole one does.
      signal.throwIfAborted();
      if (done) break;
      size += value.byteLength;
      if (size > maximum) throw new TooLarge(`the response has more than ${maximum} bytes`);
      chunks.push(value);
    }
    return { response, bytes: Buffer.concat(chunks) };
  } catch (error) {
    cancel();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Waits, unless the signal ends it. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      signal?.removeEventListener("abort", abort);
      resolve();
    }
    function abort(): void {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    }
    signal?.addEventListener("abort", abort, { once: true });
  });
}
