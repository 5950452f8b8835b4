/// The style of the `html` format.
enum HTMLStyle {
    /// SHA-256 of ``text`` in base64, as a content security policy names it; a test holds it to the text.
    static let digest = "sha256-Y7xYumnj0ho2/UjthWAsH2k4z1tGIO3O8UY93B3iLR4="

    static let text = #"""
        :root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1b2230;--soft:#566072;--line:#dfe3ea;--link:#1f4fbf;
        --fail:#c0271d;--failbg:#fdeceb;--unknown:#8a5a00;--unknownbg:#fdf1d8;--unknownbar:#e0a020;--accepted:#1c6580;--acceptedbg:#e2f1f6;--acceptedbar:#5aa9c4;
        --manual:#5b46b8;--manualbg:#edeafb;--manualbar:#8f7fe0;--pass:#1f7040;--passbg:#e4f4ea;--passbar:#58b47c;--not-applicable:#566072;--nabg:#eceff3;--nabar:#b6bec9;--mark:#ffd9d3;--code:#f0f2f5}
        @media(prefers-color-scheme:dark){:root{--bg:#12151b;--card:#1b2029;--ink:#e7eaf0;--soft:#a3adbd;--line:#2f3744;--link:#8fb4ff;
        --fail:#ff8d82;--failbg:#43201f;--unknown:#f3c25b;--unknownbg:#3d3117;--unknownbar:#d79b23;--accepted:#84cfe8;--acceptedbg:#173541;--acceptedbar:#3d8ba6;
        --manual:#b9adff;--manualbg:#2d2852;--manualbar:#7e6ed6;--pass:#7dd6a0;--passbg:#17372a;--passbar:#3c9762;--not-applicable:#a3adbd;--nabg:#2a303b;--nabar:#565f6d;--mark:#6b2823;--code:#12161d}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
        header,main{max-width:76rem;margin:0 auto;padding:0 1.25rem}
        header{padding-top:2rem}
        a{color:var(--link)}
        :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
        .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem}
        .brand{margin:0;font-weight:700;letter-spacing:.04em;color:var(--soft)}.brand span{font-weight:400}
        h1{margin:.1rem 0 .2rem;font-size:2rem;line-height:1.2;letter-spacing:-.02em}
        h2{margin:0 0 .75rem;font-size:1.3rem;letter-spacing:-.01em}
        h3{margin:1.25rem 0 .5rem;font-size:1rem}h4{margin:1.1rem 0 .3rem;font-size:.95rem}
        .scope,.n,small,.more{color:var(--soft)}small,.n,.more{font-size:.85rem;font-weight:400}
        nav{display:flex;flex-wrap:wrap;gap:1.1rem;margin:.75rem 0 0}
        .alarm{background:var(--failbg);color:var(--fail);padding:.6rem 1rem;border-radius:8px;font-weight:600}
        section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.5rem;margin:1.25rem 0}
        .verdict{font-size:1.25rem;margin:0 0 1rem}
        .t-fail{color:var(--fail)}.t-unknown{color:var(--unknown)}
        .tiles{list-style:none;margin:0 0 1rem;padding:0;display:grid;grid-template-columns:repeat(6,1fr);gap:.75rem}
        .tiles a{display:block;padding:.8rem 1rem;border-radius:10px;text-decoration:none;color:inherit;height:100%}
        .tiles .fail a{border-top:4px solid var(--fail)}.tiles .unknown a{border-top:4px solid var(--unknownbar)}.tiles .accepted a{border-top:4px solid var(--acceptedbar)}.tiles .manual a{border-top:4px solid var(--manualbar)}.tiles .pass a{border-top:4px solid var(--passbar)}.tiles .not-applicable a{border-top:4px solid var(--nabar)}
        .tiles a:hover{outline:2px solid currentColor}
        .tiles b{display:block;font-size:2rem;line-height:1.1;font-variant-numeric:tabular-nums}.tiles span{font-size:.9rem}
        .tiles .fail a,.chip.fail,.note.expired{background:var(--failbg);color:var(--fail)}
        .tiles .unknown a,.chip.unknown,.note.unknown{background:var(--unknownbg);color:var(--unknown)}
        .tiles .accepted a,.chip.accepted,.note.accepted{background:var(--acceptedbg);color:var(--accepted)}
        .tiles .manual a,.chip.manual{background:var(--manualbg);color:var(--manual)}
        .tiles .pass a,.chip.pass{background:var(--passbg);color:var(--pass)}
        .tiles .not-applicable a,.chip.not-applicable,.tiles .zero a{background:var(--nabg);color:var(--not-applicable)}
        svg{display:block;width:100%;height:.6rem;border-radius:4px;background:var(--nabg)}
        .whole svg{height:1rem;border-radius:6px}
        rect.fail{fill:var(--fail)}rect.unknown{fill:var(--unknownbar)}rect.accepted{fill:var(--acceptedbar)}rect.manual{fill:var(--manualbar)}rect.pass{fill:var(--passbar)}rect.not-applicable{fill:var(--nabar)}
        .changes{list-style:none;display:flex;flex-wrap:wrap;gap:.6rem;padding:0;margin:0}
        .changes li{padding:.25rem .8rem;border-radius:99px;background:var(--nabg)}
        i.c-new,i.c-worse,i.c-fixed,i.c-gone{font-style:normal;font-size:.8rem;padding:.05rem .45rem;border:1px solid currentColor;border-radius:99px}
        li.c-new b,li.c-worse b,i.c-new,i.c-worse{color:var(--fail)}li.c-fixed b,i.c-fixed{color:var(--pass)}
        .plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:1.25rem 2.5rem;margin:1.5rem 0 .5rem}
        figure{margin:0;min-width:0}figure.wide{grid-column:1/-1}figure.wide .bars{columns:22rem;column-gap:2.5rem}figure.wide .bars li{break-inside:avoid}figcaption{font-weight:600;margin-bottom:.4rem}
        .bars{list-style:none;padding:0;margin:0}.bars li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.1rem .75rem;margin-bottom:.55rem;font-size:.9rem;align-items:end}
        .bars a{color:inherit}.bars svg{flex:1 0 100%;height:.5rem}.bars .n{margin-left:auto}
        .framework{border-top:1px solid var(--line);padding-top:.75rem;margin-top:1rem}.framework summary{cursor:pointer}.framework summary h3{display:inline;margin:0 .4rem 0 0}.framework summary svg{margin-top:.45rem;height:.5rem}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;min-width:46rem;overflow-wrap:break-word;font-size:.9rem;margin-top:.5rem}
        th,td{text-align:left;vertical-align:top;padding:.45rem .6rem;border-bottom:1px solid var(--line);min-width:6rem}
        thead th{color:var(--soft);font-weight:600}td.bar{min-width:8rem;width:18%}td.bar svg{margin-top:.45rem}
        form{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin-bottom:1rem;padding-bottom:1rem;border-bottom:1px solid var(--line)}
        form[hidden]{display:none}
        label{font-size:.85rem;color:var(--soft);display:grid;gap:.2rem;min-width:0;flex:1 1 8rem}label.wide{flex:1 1 15rem}
        input,select,button{font:inherit;font-size:.95rem;color:var(--ink);background:var(--bg);border:1px solid var(--soft);border-radius:8px;padding:.4rem .6rem;min-width:0;width:100%}
        button{width:auto;cursor:pointer}#more{margin-top:1rem}#more[hidden]{display:none}output{font-size:.9rem;color:var(--soft);flex:1 1 100%}
        #list>details{border-bottom:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 5.2rem}
        #list>details[hidden]{display:none}
        #list>details>summary{list-style:none;cursor:pointer;padding:.65rem .5rem;display:flex;flex-wrap:wrap;gap:.15rem .6rem;align-items:center;border-radius:8px}
        #list>details>summary::-webkit-details-marker{display:none}
        #list>details>summary:hover{background:var(--bg)}
        #list summary b{font-weight:600}#list .why{flex:1 1 100%;font-size:.93rem;color:var(--soft)}
        #list>details>div,.check>div{padding:.1rem .5rem 1.1rem}
        #list>details[open]{border-left:4px solid var(--link);padding-left:.6rem}
        #list>details[open]>summary .why{display:none}
        .chip{display:inline-block;font-size:.8rem;font-weight:600;padding:.08rem .55rem;border-radius:99px;white-space:nowrap}
        .sev{font-size:.8rem;color:var(--soft)}.sev.critical,.sev.high{color:var(--ink);font-weight:600}
        .note{padding:.55rem .85rem;border-radius:8px;margin:.5rem 0}
        .facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.2rem 1rem;margin:.5rem 0}.facts dt{color:var(--soft)}.facts dd{margin:0}
        code,pre{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        pre{background:var(--code);border:1px solid var(--line);border-radius:8px;padding:.75rem 1rem;margin:.25rem 0 .75rem;white-space:pre-wrap;overflow-wrap:anywhere;max-height:32rem;overflow:auto}
        mark{background:var(--mark);color:inherit;display:block;margin:0 -1rem;padding:0 1rem;border-left:4px solid var(--fail)}
        .witness{font-weight:600;margin:.3rem 0}.label{margin:.5rem 0 .15rem;font-size:.85rem;color:var(--soft)}
        .links{display:flex;gap:1.25rem}
        .check{border-bottom:1px solid var(--line)}.check summary{cursor:pointer;padding:.6rem 0}.check summary h3{display:inline;margin:0 .6rem 0 0}.check summary small{margin-right:.6rem}
        .none{color:var(--soft)}
        @media(max-width:56rem){.tiles{grid-template-columns:repeat(3,1fr)}}
        @media(max-width:30rem){header,main{padding:0 .75rem}header{padding-top:1.25rem}section{padding:1rem}.tiles{grid-template-columns:repeat(2,1fr)}.plots{grid-template-columns:1fr}label{flex-basis:45%}label.wide{flex-basis:100%}}
        @media print{:root{color-scheme:light;--bg:#fff}body{font-size:10pt}nav,form,.skip,.links{display:none!important}section{border:0;padding:0;margin:1rem 0}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        #list>details{content-visibility:visible;break-inside:avoid}pre{max-height:none;overflow:visible}a{color:inherit;text-decoration:none}}

        """#
}
