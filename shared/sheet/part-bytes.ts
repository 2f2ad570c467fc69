/**
 * A part of a package as it is written. A sheet has a million small pieces: joined as texts they would be copied three
 * times and keep the collector busy, so each is written as bytes at once.
 */
const FIRST_SIZE = 16_384;
const LARGEST_SIZE = 1_048_576;
/** Bytes that a character of a text takes at most in UTF-8. */
const BYTES_OF_CHARACTER = 3;

const encoder = new TextEncoder();

export class PartBytes {
  private readonly full: Uint8Array[] = [];
  private chunk = new Uint8Array(FIRST_SIZE);
  private used = 0;

  /** Markup, references and figures: ASCII. A loop is quicker than the encoder for a text so short. */
  ascii(text: string): void {
    this.makeRoom(text.length);
    const { chunk } = this;
    let to = this.used;
    for (let at = 0; at < text.length; at++) chunk[to++] = text.charCodeAt(at);
    this.used = to;
  }

  /** Any text, as UTF-8. */
  text(text: string): void {
    this.makeRoom(text.length * BYTES_OF_CHARACTER);
    this.used += encoder.encodeInto(text, this.chunk.subarray(this.used)).written;
  }

  /** What another has written, which writes no more. */
  append(other: PartBytes): void {
    this.beginChunk(FIRST_SIZE);
    for (const chunk of other.written()) this.full.push(chunk);
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.written());
  }

  private written(): Uint8Array[] {
    return [...this.full, this.chunk.subarray(0, this.used)];
  }

  private makeRoom(length: number): void {
    if (this.used + length > this.chunk.length)
      this.beginChunk(Math.max(length, Math.min(this.chunk.length * 2, LARGEST_SIZE)));
  }

  private beginChunk(size: number): void {
    this.full.push(this.chunk.subarray(0, this.used));
    this.chunk = new Uint8Array(size);
    this.used = 0;
  }
}
