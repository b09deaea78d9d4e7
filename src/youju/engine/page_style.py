"""The look of a board's page: paper and ink, fonts the reader already has, and a print sheet."""

STYLE = """
:root{--ink:#1f2937;--pale:#5b6470;--line:#d9dee5;--plus:#2f6f9f;--minus:#b5472f;--paper:#fff;--shade:#f5f7f9}
*{box-sizing:border-box}body{margin:0 auto;max-width:66rem;padding:2rem 1.25rem;color:var(--ink);background:var(--paper);
font:15px/1.65 "Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
h1{font-size:1.6rem;line-height:1.3;margin:0 0 .25rem;text-wrap:balance}h2{font-size:1.15rem;margin:2rem 0 0}
p{margin:.25rem 0}p.sub{color:var(--pale);font-size:.9rem}p.lead{max-width:48rem;margin:.75rem 0}
p.note{border-left:4px solid var(--minus);padding:.25rem .75rem;background:var(--shade);margin:.5rem 0}
.row{display:grid;grid-template-columns:4rem minmax(7rem,1fr) 5.5rem 6rem 8.5rem 10rem;gap:.75rem;align-items:center;padding:.4rem .25rem;border-bottom:1px solid var(--line)}
.head{color:var(--pale);font-size:.85rem;border-bottom:2px solid var(--ink)}.unit{font-weight:600}.total{font-size:1.05rem}
.n{text-align:right;font-variant-numeric:tabular-nums}.row small{display:block;color:var(--pale);font-size:.75rem}
.band{display:inline-block;padding:0 .5rem;border:1px solid currentColor;border-radius:2px;font-size:.85rem;white-space:nowrap}
section.bands .row{grid-template-columns:minmax(7rem,1fr) 5.5rem 6rem 8.5rem 10rem}section.bands .row>:first-child{display:none}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}summary:focus-visible{outline:2px solid var(--plus)}
summary.row:hover{background:var(--shade)}details[open]>summary.row{background:var(--shade)}
.unit::before{content:"▸";color:var(--pale);margin-right:.4rem}details[open]>summary .unit::before{content:"▾"}div.row .unit::before{content:""}
table{width:100%;border-collapse:collapse;margin:.25rem 0 1.25rem;font-size:.9rem}
th{text-align:left;font-weight:normal;color:var(--pale);white-space:nowrap}td,th{padding:.3rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
tr.section td{font-weight:600;background:var(--shade)}td small{display:block;color:var(--pale)}td.clause{color:var(--pale);width:9rem}td.n{white-space:nowrap}
td details{margin-top:.15rem}td summary{color:var(--plus)}ul{margin:.25rem 0;padding-left:1.1rem}li.short{color:var(--minus)}
svg{display:block}footer{margin-top:2.5rem;color:var(--pale);font-size:.8rem;overflow-wrap:anywhere;border-top:1px solid var(--line)}
@media(max-width:46rem){.row{grid-template-columns:2.5rem 1fr 4.5rem 7rem}.row>:nth-child(4),.row>:nth-child(6){display:none}section.bands .row{grid-template-columns:1fr 4.5rem 7rem}td.clause{width:auto}}
@media print{body{max-width:none;padding:0;font-size:12px}.row{break-inside:avoid}details::details-content{content-visibility:visible}a{color:inherit}}
"""
COLOURS = ("#a61b29", "#5a6470", "#1d6a96", "#2e7d4f", "#8a5a00", "#5b3f8c")
