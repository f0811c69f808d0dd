"""Looking at the HTML pages in a real browser: a class to show, the browser, and what is measured in it."""
