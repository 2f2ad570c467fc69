/**
 * Which figures the public edition left out, oldest first. The fingerprint is what the policy makes of a fixed corpus:
 * a test fails until a changed policy has a new line here. A new version is a new configuration, so the next summary
 * publishes a revision under it.
 */
export const POLICY_VERSIONS: readonly { readonly version: string; readonly fingerprint: string }[] = [
  { version: 'p1', fingerprint: '80a25c2e' },
  { version: 'p2', fingerprint: '4521a9e2' },
];
