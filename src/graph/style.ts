/** Colours follow the reader's light or dark setting; kinds differ in shape and dash as well. */
export const STYLE = `
text{font-family:"DejaVu Sans",Verdana,Arial,sans-serif;fill:#1f2933}
.paper{fill:#fff}
.element rect{fill:#f8fafc;stroke:#475569;stroke-width:1.2}
.name{font-size:12px;font-weight:600;text-anchor:middle}
.config{font-family:"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:10px;fill:#52606d;text-anchor:middle}
.number{font-size:7.5px;fill:#52606d}
.packets{font-size:9px;font-weight:600}
.compound{fill:#64748b;fill-opacity:.07;stroke:#64748b;stroke-width:1;stroke-dasharray:1 3;stroke-linecap:round}
.compound-name{font-size:11px;font-style:italic;fill:#52606d}
.push path,.pull path{fill:none;stroke-width:1.4}
.push path{stroke:#1d4ed8}
.push polygon{fill:#1d4ed8;stroke:#1d4ed8}
.pull path{stroke:#b45309;stroke-dasharray:5 3}
.pull polygon{fill:#fff;stroke:#b45309;stroke-width:1.2}
.push-port{fill:#1d4ed8;stroke:#1d4ed8}
.pull-port{fill:#fff;stroke:#b45309;stroke-width:1.6}
.agnostic{fill:none;stroke:#475569;stroke-width:.9}
.legend{font-size:10px;fill:#52606d}
@media (prefers-color-scheme:dark){
text{fill:#e5e9ef}
.paper{fill:#15191f}
.element rect{fill:#222831;stroke:#93a1b3}
.config,.number,.compound-name,.legend{fill:#a9b4c2}
.push path{stroke:#7db0ff}
.push polygon,.push-port{fill:#7db0ff;stroke:#7db0ff}
.pull path,.pull polygon,.pull-port{stroke:#f0b35e}
.pull polygon,.pull-port{fill:#15191f}
.agnostic{stroke:#93a1b3}
}`;
