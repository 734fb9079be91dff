"""The check of letters finds what it is there for."""

import pytest

from cinemahub.mail.tests.mail_programs import TABLE, faults


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<img width="1">', "element img"),
        ("<script></script>", "element script"),
        ("<svg></svg>", "element svg"),
        ("<form></form>", "element form"),
        ("<video></video>", "element video"),
        ("<marquee></marquee>", "element marquee: look it up"),
        ('<link href="x.css">', "element link"),
        ('<p onclick="x()"></p>', "attribute onclick"),
        ('<td background="x.png"></td>', "attribute background"),
        ('<a ping="x"></a>', "attribute ping"),
        ('<p width="5"></p>', "attribute width on p"),
        ('<div style="display: flex"></div>', "display: flex: only none"),
        ('<div style="display: grid"></div>', "display: grid: only none"),
        ('<p style="position: absolute"></p>', "property position"),
        ('<p style="float: left"></p>', "property float"),
        ('<p style="padding: 4px"></p>', "property padding on p"),
        ('<p style="margin: 0 -4px"></p>', "margin: 0 -4px: Gmail"),
        ('<p style="margin: 0 0 1rem"></p>', "margin: 0 0 1rem: no unit"),
        ('<td style="background-color: url(x.png)"></td>', "functions load something"),
        ('<td style="background: #fff"></td>', "property background"),
        ('<td style="background-color: #fff"></td>', "background-color on td: without @bgcolor"),
        ('<table style="max-width: 560px"></table>', "max-width on table: without @width"),
        ('<td><a href="/" style="padding: 14px 26px">x</a></td>', "padding on a: without ^mso-padding-alt"),
        ('<p style="margin: 0; word-break: break-all">x</p>', "word-break on p: without overflow-wrap"),
        ('<div style="mso-hide: all">x</div>', "mso-hide on div: without max-height"),
        ("<p>x</p>", "element p on p: without margin"),
        ("<style>@import 'x.css';</style>", "at-rule import"),
        ("<style>@font-face { src: url(x) }</style>", "at-rule font-face"),
        ("<style>p { float: left }</style>", "property float"),
        ("<style>@media print { p { float: left !important; } }</style>", "property float"),
        ("<style></style><style>p { color: red }</style><style>p { color: red }</style>", "more than one"),
        (f"<style>{'x' * 8193}</style>", "more than 8192"),
    ],
)
def test_what_a_mail_program_breaks_is_found(html: str, fault: str) -> None:
    assert [found for found in faults(html) if fault in found]


@pytest.mark.parametrize(
    "html",
    [
        '<td bgcolor="#a5141c" style="padding: 14px 26px; border-radius: 6px; background-color: #a5141c;">x</td>',
        '<a href="/" style="display: inline-block; color: #fff; font-family: \'Segoe UI\', Arial, sans-serif">x</a>',
        '<td style="mso-padding-alt: 14px 26px"><a href="/" style="padding: 14px 26px">x</a></td>',
        "<style>@media (prefers-color-scheme: dark) { .a:hover, .b { color: #fff !important; } }</style>",
        '<p style="margin: 0 0 1.5em; line-height: 150%">x</p>',
    ],
)
def test_what_every_mail_program_takes_is_left_alone(html: str) -> None:
    assert faults(html) == []


def test_everything_forbidden_has_its_reason() -> None:
    assert [name for name, feature in TABLE.items() if feature.use == "no" and not feature.why] == []
