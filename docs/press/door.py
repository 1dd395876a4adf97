"""The door of the site: one page that asks for the language and loads nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lifecycle.output import write

PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>lifecycle</title>
<style>
body { font: 1.1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }
h1 { font-weight: 600; margin-bottom: .5rem }
nav { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; margin-top: 2rem }
a { display: block; padding: 1rem 1.2rem; border: 1px solid #8888; border-radius: .5rem; text-decoration: none; color: inherit }
a:hover, a:focus { border-color: #0072b2 }
strong { display: block; color: #0b7bc0 }
</style>
</head>
<body>
<main>
<h1>lifecycle</h1>
<p lang="zh-CN">一个人的基本医保，逐月推演，逐月说明。</p>
<p>One person's Chinese basic medical insurance, month by month, and why.</p>
<nav>
<a href="zh/index.html" lang="zh-CN" hreflang="zh-CN"><strong>中文</strong>导览、图集、各地规则</a>
<a href="en/index.html" hreflang="en"><strong>English</strong>Tour, gallery, rules of the regions</a>
</nav>
</main>
</body>
</html>
"""


def door(site: Path) -> None:
    """Write the page at the root of the site."""
    write(site / "index.html", PAGE.encode())
