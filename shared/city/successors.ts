/** By the code of a division of any earlier vintage: its code now. */
export type Successors = ReadonlyMap<string, string>;

/**
 * Follows codes through the vintages.
 * @param continues by code of this vintage, the codes of the vintage before that it continues
 * @param before the successors of the vintage before
 */
export function successorsOf(
  continues: Readonly<Record<string, readonly string[]>>,
  before: Successors | null,
): Successors {
  const now = new Map(Object.entries(continues).flatMap(([code, codes]) => codes.map((one) => [one, code] as const)));
  const older = [...(before ?? [])].map(([code, then]) => [code, now.get(then) ?? then] as const);
  return new Map([...older, ...now]);
}
