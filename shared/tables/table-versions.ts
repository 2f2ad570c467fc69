/**
 * What the report tables said, oldest first. The fingerprint is what they say of a fixed corpus: a test fails until a
 * changed figure or column has a new line here. A new version is a new configuration, so the next summary publishes a
 * revision with it.
 */
export const TABLE_VERSIONS: readonly { readonly version: string; readonly fingerprint: string }[] = [
  { version: 'w1', fingerprint: 'c810aead' },
];
