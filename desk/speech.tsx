/** The language of the page: Chinese first, English one switch away. */
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Language, Text } from '../shared/language/language.ts';

type Speech = {
  readonly language: Language;
  /** The text in the language of the page. */
  readonly say: (text: Text) => string;
  readonly switchLanguage: () => void;
};

const SpeechContext = createContext<Speech>({ language: 'zh', say: ({ zh }) => zh, switchLanguage: () => undefined });

/** The language of the page that a component stands in. */
export const useSpeech = (): Speech => useContext(SpeechContext);

/** Gives a page its language, and its document the title. */
export function Speaking({ title, children }: { readonly title: Text; readonly children: ComponentChildren }) {
  const [language, setLanguage] = useState<Language>('zh');
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = title[language];
  }, [language, title]);
  const speech: Speech = {
    language,
    say: (text) => text[language],
    switchLanguage: () => setLanguage((one) => (one === 'zh' ? 'en' : 'zh')),
  };
  return <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>;
}
