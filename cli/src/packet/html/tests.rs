//! Pages as HTML, and what a browser sees of them.

use snapbox::prelude::*;
use snapbox::str;

use crate::packet::html::{resolved, target};
use crate::web::accessible;

#[test]
fn a_table_says_what_its_headers_head() {
    let html = "<h3>Log &amp; <em>more</em></h3>\n<table>\n<thead>\n<tr>\n<th></th>\n<th align=\"right\">On file</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><strong>AC</strong></td>\n<td align=\"right\">1</td>\n</tr>\n</tbody>\n</table>\n";
    snapbox::assert_data_eq!(
        accessible(html),
        str![[r#"
<h3>Log &amp; <em>more</em></h3>
<div class="table" role="region" tabindex="0" aria-label="Table 1: Log &amp; more"><table>
<thead>
<tr>
<td></td>
<th scope="col" class="right">On file</th>
</tr>
</thead>
<tbody>
<tr>
<th scope="row"><strong>AC</strong></th>
<td class="right">1</td>
</tr>
</tbody>
</table></div>

"#]]
        .raw()
    );
}

#[test]
fn a_table_without_a_header_has_none() {
    let html = "<table>\n<thead>\n<tr>\n<th></th>\n<th></th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>Tag</td>\n<td>x</td>\n</tr>\n</tbody>\n</table>";
    let shown = accessible(html);
    assert!(!shown.contains("thead") && shown.contains("<th scope=\"row\">Tag</th>"), "{shown}");
}

#[test]
fn links_between_pages_stay_in_the_file() {
    let places = [("README.md", 0), ("04-controls/AC-02.md", 5)].into_iter().collect();
    assert_eq!(target("../README.md", "04-controls", &places), "#p0");
    assert_eq!(target("AC-02.md#x", "04-controls", &places), "#p5");
    assert_eq!(
        target("../evidence/AC-02/2026-Q1.yaml", "04-controls", &places),
        "evidence/AC-02/2026-Q1.yaml"
    );
    assert_eq!(target("https://x.example/README.md", "", &places), "https://x.example/README.md");
    assert_eq!(resolved("../../../up", "a/b"), "up");
}
