import { currentProcess } from './world.ts';

/** Each simulated process judges by the rules that were deployed when it started: a deployment in the middle changes those of later ones. */
export async function catalogueOfProcess<T extends { readonly RULE_SET_VERSION: string }>(original: () => Promise<T>): Promise<T> {
  const actual = await original();
  return {
    ...actual,
    get RULE_SET_VERSION() {
      return currentProcess()?.ruleSet ?? actual.RULE_SET_VERSION;
    },
  };
}
