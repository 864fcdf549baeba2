/** Real processes of Node.js and of Python. */
@NullMarked
package dev.holdfast.runtimes.process;

import org.jspecify.annotations.NullMarked;
