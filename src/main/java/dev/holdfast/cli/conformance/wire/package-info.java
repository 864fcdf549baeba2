/** HTTP/1.1 to a URL or to a Unix socket, as much of it as is needed to judge the other side. */
@NullMarked
package dev.holdfast.cli.conformance.wire;

import org.jspecify.annotations.NullMarked;
