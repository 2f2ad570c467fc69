/** The style of the receipt page: one column on a phone, one A4 sheet on paper, legible without colours. */
export const PAGE_STYLE = `
*{box-sizing:border-box}
body{margin:0 auto;max-width:52rem;padding:1rem;\
font:16px/1.6 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",SimSun,sans-serif;color:#1f2328;background:#fff}
h1{font-size:1.5rem;text-align:center;margin:.4rem 0 1rem}
p{margin:.3rem 0}
.subject{text-align:center;color:#57606a;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:1.4rem 0 .4rem;border-bottom:2px solid #d0d7de}
#english{position:absolute;opacity:0}
label{float:right;border:1px solid #8c959f;border-radius:.4rem;padding:.1rem .7rem;cursor:pointer;font-size:.9rem}
#english:focus-visible+label{outline:3px solid #0969da}
.en,#english:checked~.zh,#english:checked+label .zh{display:none}
#english:checked~div.en{display:block}
#english:checked+label .en{display:inline}
.status,.loud{text-align:center;font-weight:bold;border:2px solid;border-radius:.5rem;padding:.6rem;margin:.6rem 0}
.status{font-size:1.2rem}
.loud{font-size:2rem}
.late{text-align:center;font-weight:bold;color:#9c0006}
.good{background:#c6efce;color:#006100}
.warning{background:#ffeb9c;color:#6b4f00}
.error{background:#ffc7ce;color:#9c0006}
.counts{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;margin:.8rem 0;padding:0}
.counts li{flex:1 1 5rem;text-align:center;border:1px solid #d0d7de;border-radius:.4rem;padding:.3rem;font-size:.9rem}
b.error,b.warning,b.trial{border-radius:.3rem;padding:0 .4rem}
.trial{background:#ddebf7;color:#1f4e79}
.counts b{display:block;font-size:1.4rem}
table{width:100%;border-collapse:collapse}
th,td{border:1px solid #d0d7de;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.facts th{width:9.5rem;font-weight:normal;color:#57606a}
.count{white-space:nowrap;width:1%;text-align:right}
.problems>li{margin:.5rem 0;break-inside:avoid}
.where{font-weight:bold}
summary{cursor:pointer;color:#57606a}
.repairs{margin-top:.5rem;font-size:.9rem}
.repairs th{background:#f6f8fa}
small{color:#57606a}
ol{padding-left:1.4rem;margin:.4rem 0}
@media(max-width:30rem){.facts th{width:6.5rem}.loud{font-size:1.6rem}}
@page{size:A4;margin:14mm}
@media print{html{font-size:13px}body{max-width:none;padding:0 1px;font-size:10pt;line-height:1.5}label{display:none}\
h1{margin:0 0 .5rem}h2{margin-top:.8rem}th,td{padding:.12rem .4rem}\
.status,.loud{padding:.3rem}.problems>li{margin:.2rem 0}.facts{break-inside:avoid}\
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}h2,tr,.status,.counts{break-inside:avoid}}
`;
