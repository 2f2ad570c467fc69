import { THEME_STYLE } from './palette.ts';

/** What all pages of a report share: type, masthead, buttons, links. Only fonts that a reader's machine has anyway. */
export const BASE_STYLE = `${THEME_STYLE}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:3.5rem}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.75 "PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif}
html[data-language=zh] .en,html[data-language=en] .zh{display:none}
h1,h2,.big{font-family:"Songti SC","STSong","Noto Serif SC","Noto Serif CJK SC","Source Han Serif SC","SimSun",serif}
h1,h2,h3,p,ul,dl,dd,figure{margin:0}
ul{list-style:none;padding:0}
a{color:var(--red)}
button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
:focus-visible{outline:3px solid var(--red);outline-offset:2px}
.wrap{max-width:72.5rem;margin:0 auto;padding:0 1.5rem}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;z-index:9;background:var(--page);padding:.5rem 1rem}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.masthead{border-top:6px solid var(--seal);padding-top:1.1rem}
.bar{display:flex;justify-content:space-between;align-items:center;gap:1rem}
.office{color:var(--red);font-weight:600;letter-spacing:.12em}
.tools{display:flex;gap:.5rem;flex:none}
.tools button{border:1px solid var(--line);border-radius:99px;padding:.1rem .9rem;font-size:.875rem;white-space:nowrap}
.tools button:hover{border-color:var(--red);color:var(--red)}
html[data-shown=dark] .to-dark,html:not([data-shown=dark]) .to-light{display:none}
h1 .part{display:inline-block}
h1{font-size:2.35rem;line-height:1.3;letter-spacing:.02em;font-weight:700;padding:1.6rem 0 .5rem;text-wrap:balance}
html[data-language=en] h1{letter-spacing:0}
.meta{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;color:var(--quiet);font-size:.9375rem;padding-bottom:1.1rem;border-bottom:3px double var(--seal)}
.state{border:1.5px solid var(--red);color:var(--red);border-radius:3px;padding:0 .6rem;font-weight:600;line-height:1.6}
.state.final{background:var(--red);color:var(--on-red)}
footer.wrap{color:var(--quiet);font-size:.875rem;padding-top:2rem;padding-bottom:3rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
@media(max-width:40rem){.wrap{padding-left:1rem;padding-right:1rem}h1{font-size:1.65rem;padding-top:1.1rem}}
`;

/** The bulletin's own parts. */
export const BULLETIN_STYLE = `
.contents{position:sticky;top:0;z-index:5;background:var(--page);border-bottom:1px solid var(--line)}
.contents ul{display:flex;gap:1.5rem;overflow-x:auto;padding:.55rem 2px;font-size:.9375rem;white-space:nowrap}
.contents a{color:var(--ink);text-decoration:none}
.contents a:hover{color:var(--red)}
main>section{padding-top:2.6rem}
h2{font-size:1.5rem;line-height:1.4;display:flex;align-items:baseline;gap:.75rem;margin-bottom:1.1rem}
h2::before{content:"";width:.3rem;height:1.15rem;background:var(--seal);align-self:center;flex:none}
.lead{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:1.5rem 3.5rem;padding-top:2.2rem;align-items:start}
.hero dt{color:var(--quiet)}
.big{font-size:4.6rem;line-height:1.1;font-weight:700;color:var(--red);font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.big small{font-size:1.25rem;letter-spacing:0;margin-left:.35rem}
.meter{position:relative;height:.85rem;background:var(--track);margin:2.9rem 0 .6rem}
.meter i{position:absolute;left:0;top:0;bottom:0;background:var(--seal)}
.meter b{position:absolute;top:-.4rem;bottom:-.4rem;border-left:2px solid var(--ink)}
.meter span{position:absolute;bottom:1.45rem;line-height:1;transform:translateX(-50%);font-size:.8125rem;white-space:nowrap;color:var(--quiet)}
.scale-text{display:flex;justify-content:space-between;gap:1rem;font-size:.9375rem}
.story{font-size:1.0625rem;line-height:1.95}
.story p{text-indent:2em;margin-bottom:.6rem}
html[data-language=en] .story p{text-indent:0;line-height:1.75}
.facts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 2rem;margin-top:1.6rem}
.facts div{padding:.7rem 0 .6rem;border-top:1px solid var(--line)}
.facts dt{color:var(--quiet);font-size:.875rem;line-height:1.5}
.facts dd{font-size:1.5rem;font-weight:600;line-height:1.4;font-variant-numeric:tabular-nums}
.facts dd small{font-size:.875rem;font-weight:400;color:var(--quiet);margin-left:.2rem}
.charts{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:2.2rem 3rem}
figure{break-inside:avoid}
figcaption{margin-bottom:.7rem}
figcaption h3{font-size:1.0625rem;line-height:1.5;display:flex;justify-content:space-between;gap:1rem;align-items:baseline}
figcaption h3 a{font-size:.8125rem;font-weight:400;white-space:nowrap}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;font-size:.8125rem;color:var(--quiet)}
.legend i{display:inline-block;width:.75rem;height:.75rem;margin-right:.35rem;vertical-align:-.06rem}
figure svg{width:100%;height:auto;display:block}
figure svg.narrow{display:none}
html[data-language=zh] svg.en,html[data-language=en] svg.zh{display:none!important}
.tiles{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1.2rem 1.5rem;align-items:start}
.block+.block{margin-top:1rem}
.block h3{font-size:1rem;display:flex;justify-content:space-between;align-items:baseline;gap:.75rem;border-bottom:1px solid var(--line);margin-bottom:.35rem}
.rate{font-size:.8125rem;font-weight:400;color:var(--quiet)}
.rate b{font-size:.9375rem;color:var(--good)}
.rate.behind b{color:var(--behind)}
.block ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(4.3rem,1fr));gap:3px}
.tile{font-size:.75rem;line-height:1.35;padding:.22rem .15rem;text-align:center;min-width:0}
.tile .place{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.tile b{font-weight:600;font-variant-numeric:tabular-nums}
.s0{background:var(--step0);color:var(--on-low)}.s1{background:var(--step1);color:var(--on-low)}.s2{background:var(--step2);color:var(--on-low)}
.s3{background:var(--step3);color:var(--on-high)}.s4{background:var(--step4);color:var(--on-high)}
.tile.none{border:1.5px dashed var(--behind);color:var(--behind);background:var(--page)}
.tile.free{border:1px solid var(--line);color:var(--quiet)}
.tile.hidden{background:var(--track);color:var(--ink)}
.key{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:.6rem 3rem;align-items:center;font-size:.875rem;color:var(--quiet);line-height:1.6;margin-bottom:1.2rem}
.scale{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:3px}
.reported{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.8rem 2rem}
.reported li{border-left:3px solid var(--behind);padding-left:.8rem}
.reported p{font-size:.875rem;color:var(--quiet)}
.full{font-size:1.0625rem}
.reported+.full,.full+.full{margin-top:1.6rem}
.full+.reported{margin-top:.8rem}
.tables-list{columns:3 15rem;column-gap:2rem;font-size:.9375rem;margin-bottom:.5rem}
.tables-list a{color:var(--ink);text-decoration:none}
.tables-list a:hover{color:var(--red);text-decoration:underline}
.tables-list b{color:var(--red);font-variant-numeric:tabular-nums;margin-right:.3rem}
.sheet{padding-top:2rem}
.scroll{overflow:auto;max-height:85vh}
.sheet table{width:100%;font-size:.875rem;line-height:1.5}
caption{text-align:left}
caption>*{position:sticky;left:0;width:max-content;max-width:calc(100vw - 2rem)}
caption h3{font-size:1.125rem}
.unit,.note{color:var(--quiet);font-size:.8125rem}
.unit{padding-bottom:.35rem}
.note{padding-top:.35rem;max-width:62rem}
.sheet th,.sheet td{padding:.32rem .6rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
.sheet thead{position:sticky;top:0;z-index:2}
.sheet thead th{background:var(--wash);text-align:center;vertical-align:middle;font-weight:600;white-space:normal;min-width:4.2rem;border:1px solid var(--line);padding:.45rem .5rem .6rem;line-height:1.35}
.sheet thead button{width:100%;text-align:center;font-weight:600;position:relative}
.sheet thead button:hover{color:var(--red)}
.sheet thead button::after{position:absolute;left:0;right:0;bottom:-.95em;text-align:center;color:var(--red);font-size:.625rem;line-height:1}
.sheet [aria-sort=ascending] button::after{content:"▲"}
.sheet [aria-sort=descending] button::after{content:"▼"}
.sheet [aria-sort] button{color:var(--red)}
.sheet tbody th,.sheet tfoot th{position:sticky;left:0;z-index:1;background:var(--page);text-align:left;font-weight:600;box-shadow:inset -1px 0 var(--line)}
.sheet td.text{text-align:left}
.sheet .long{white-space:normal;min-width:16rem}
.sheet tbody th.long{font-weight:400;min-width:22rem}
.sheet tbody tr:hover>*{background:var(--wash)}
.sheet tfoot{position:sticky;bottom:0;z-index:2}
.sheet tfoot th,.sheet tfoot td{background:var(--wash);font-weight:700;border-top:2px solid var(--ink)}
.sheet.across{margin:0 calc(50% - min(50vw - 1.5rem,50rem))}
.sheet.across th,.sheet.across td{padding-left:.4rem;padding-right:.4rem}
.sheet.across thead th{min-width:3rem;font-size:.8125rem;padding-left:.3rem;padding-right:.3rem}
.sheet.across td.text{white-space:normal}
.sheet.across tbody th{white-space:normal;min-width:5.5rem}
td.hidden{color:var(--quiet)}
@media(max-width:67.4rem){figure svg.narrow{display:block}figure svg.wide{display:none}}
@media(max-width:48rem){.charts,.lead,.key{grid-template-columns:minmax(0,1fr)}figure svg.wide{display:block}figure svg.narrow{display:none}.big{font-size:3.9rem}}
@media(max-width:40rem){.tiles,.tables-list{grid-template-columns:minmax(0,1fr);columns:1}.column+.column{margin-top:0}.sheet.across{margin:0}.scroll{margin:0 -1rem;padding:0 1rem}.sheet tbody th,.sheet tfoot th{min-width:6.2rem;max-width:10rem;white-space:normal;left:-1rem}}
@media(max-width:34rem){figure svg.narrow{display:block}figure svg.wide{display:none}.office{letter-spacing:0;font-size:.875rem}h2{font-size:1.3rem}}
`;

/**
 * A4: text and charts upright, wide tables across, page numbers, nothing to press.
 * @param header stands at the top of every page but the first
 */
export const printStyle = (header: string): string => `
@page{size:A4;margin:16mm 14mm 18mm;@bottom-center{content:counter(page) " / " counter(pages);font-size:9pt;color:#5c574f};@top-right{content:"${header.replace(/[^\p{L}\p{N}\p{P}\u3000 ]|["\\]/gu, '')}";font-size:9pt;color:#5c574f}}
@page:first{@top-right{content:none}}
@page across{size:A4 landscape;margin:14mm 12mm 16mm}
@media print{
html{scroll-padding-top:0}
body{font-size:10.5pt;line-height:1.6;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.wrap{max-width:none;padding:0}
.tools,.contents,.skip,.tables-list,figcaption h3 a,.sr{display:none!important}
.masthead{border-top-width:4pt;padding-top:6pt}
h1{font-size:21pt;padding:10pt 0 4pt}
h2{font-size:14pt;break-after:avoid;margin-bottom:8pt}
figcaption,.block h3,.key,.reported h3{break-after:avoid}
main>section>h2+*{break-before:avoid}
main>section{padding-top:16pt}
.lead{grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:8mm;padding-top:14pt}
.big{font-size:40pt}
.story{font-size:10.5pt;line-height:1.75}
.facts{margin-top:10pt;gap:0 5mm;break-inside:avoid}
.facts div{padding:4pt 0}
.facts dt{font-size:8pt}.facts dd{font-size:13pt}
.charts{grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:8mm}
figure svg.narrow{display:block}figure svg.wide{display:none}
.tiles{grid-template-columns:repeat(3,minmax(0,1fr));gap:5mm}
.key{grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:8mm;font-size:8pt}
.block{break-inside:avoid}.block ul{grid-template-columns:repeat(4,minmax(0,1fr))}
.tile{font-size:6.5pt}
.sheet{padding-top:0;break-before:auto;margin-top:14pt}
.sheet.across{page:across;margin:0}
.scroll{overflow:visible;max-height:none;margin:0;padding:0}
.sheet table{font-size:8.5pt;line-height:1.35}
.sheet.across table{font-size:7.5pt}
.sheet thead,.sheet tfoot,.sheet tbody th,.sheet tfoot th,caption>*{position:static}
.sheet th,.sheet td{padding:2.2pt 4pt}
.sheet thead th{min-width:0}
.sheet .long{min-width:0!important;max-width:90mm}
.sheet td,.sheet tbody th{overflow-wrap:anywhere}
.sheet tfoot{display:table-row-group}
.sheet thead button{display:contents}
.sheet thead button::after{display:none}
.sheet.short{break-inside:avoid}
.sheet:not(.short){break-before:page}
tr{break-inside:avoid}
caption{break-after:avoid}
footer.wrap{padding:12pt 0 0}
}
`;
