"""The pages, as marimo draws them: they need the extra `what-if`, and nothing else of the library loads them."""
