/** The languages in which the system speaks to people: Chinese first. */
export type Language = 'zh' | 'en';

/** What is said to a person, in every language. */
export type Text = Readonly<Record<Language, string>>;

/** A name, a code or a number, which is the same in every language. */
export const sameText = (text: string): Text => ({ zh: text, en: text });

/** Names or numbers as a list: 甲、乙、丙 in Chinese, 甲, 乙, 丙 in English. */
export const listText = (items: readonly (string | number)[]): Text => ({
  zh: items.join('、'),
  en: items.join(', '),
});

/** Texts as one sentence: “…，…” in Chinese, “…, …” in English. */
export const joinClauses = (clauses: readonly Text[]): Text => ({
  zh: clauses.map(({ zh }) => zh).join('，'),
  en: clauses.map(({ en }) => en).join(', '),
});
