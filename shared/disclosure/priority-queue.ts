/**
 * A queue whose least element comes out first; equal ones in the order in which they went in, so that a search always
 * ends alike.
 */
export class Heap<T> {
  readonly #items: { readonly value: T; readonly order: number }[] = [];
  readonly #compare: (a: T, b: T) => number;
  #order = 0;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  push(value: T): void {
    const items = this.#items;
    items.push({ value, order: this.#order++ });
    for (let at = items.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const items = this.#items;
    const least = items[0];
    const last = items.pop();
    if (!least || !last || items.length === 0) return least?.value;
    items[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let next = at;
      if (left < items.length && this.#before(left, next)) next = left;
      if (right < items.length && this.#before(right, next)) next = right;
      if (next === at) return least.value;
      this.#swap(at, next);
      at = next;
    }
  }

  #before(a: number, b: number): boolean {
    const [left, right] = [this.#items[a], this.#items[b]];
    if (!left || !right) return false;
    const order = this.#compare(left.value, right.value);
    return order < 0 || (order === 0 && left.order < right.order);
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#items[a], this.#items[b]];
    if (left && right) [this.#items[a], this.#items[b]] = [right, left];
  }
}
