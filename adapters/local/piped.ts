/** A request that comes through a pipe. */
import type { Readable } from 'node:stream';

/** What stands in a stream, to its end or to a little more than `charsAtMost`, which says that it is too long: what is piped may have no end. */
export async function piped(stream: Readable, charsAtMost: number): Promise<string> {
  let said = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    said += chunk;
    if (said.length > charsAtMost) break;
  }
  return said;
}
