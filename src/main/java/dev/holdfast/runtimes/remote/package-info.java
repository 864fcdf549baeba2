/**
 * Functions that answer the protocol of {@code docs/protocol.md}, wherever they run. Start with
 * {@code RemoteServices} and {@code RemoteRuntime}; where requests go is an {@code Endpoint}.
 */
@NullMarked
package dev.holdfast.runtimes.remote;

import org.jspecify.annotations.NullMarked;
