"""Compiles the splitter's inner modules, where there is a compiler: `python -m compiling`."""
