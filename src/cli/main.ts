#!/usr/bin/env node
import { run } from './program.ts';

// Whatever still holds the process, a pending read of stdin say, is not waited for.
process.exit(await run(process.argv));
