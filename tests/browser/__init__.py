"""The built pages in a real browser: Playwright driving the Chromium of the system.

    python -m pytest tests/browser                        everything
    python -m pytest tests/browser -k 05_cross_entropy    one page
    python -m pytest tests/browser -k is_accessible       one question, on every page
    XENT_PAGES=some/folder python -m pytest ...           pages that are built already

`judges.py` says what is asked of a page, `visits.py` how it is looked at, `test_bad_pages.py` shows
each judge a page that it must refuse. Where no Chromium is installed these tests are skipped; with
CI or XENT_REQUIRE_BROWSER set to anything they fail.
"""
