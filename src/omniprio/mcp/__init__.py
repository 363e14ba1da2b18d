"""The MCP server: every question as a tool for language models, over standard input and output; it takes the extra `mcp`."""

from omniprio.mcp.server import serve, server

__all__ = ["serve", "server"]
