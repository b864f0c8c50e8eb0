"""Runs blocks of Python one after the other, as a notebook does: what one has named the next one knows.

Reads a block as a JSON string from each line of standard input. What it prints is followed by a line of NUL and `true` or
`false`: whether it succeeded.
"""

import json
import os
import sys

from IPython.core.interactiveshell import InteractiveShell

blocks = os.fdopen(os.dup(0), encoding="utf-8")
# Commands of blocks do not read what is ours, and print into one stream.
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(1, 2)

shell = InteractiveShell.instance(colors="NoColor")
for line in blocks:
    # What a `!command` exited with.
    shell.user_ns["_exit_code"] = 0
    result = shell.run_cell(json.loads(line))
    success = result.success and shell.user_ns["_exit_code"] == 0
    print(f"\0{json.dumps(success)}", flush=True)
