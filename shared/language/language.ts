/** The languages in which the system speaks to people: Chinese first. */
export type Language = 'zh' | 'en';

/** What is said to a person, in every language. */
export type Text = Readonly<Record<Language, string>>;
