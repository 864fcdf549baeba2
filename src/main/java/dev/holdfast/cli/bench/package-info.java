/**
 * The bench: drives a server in another process over HTTP, closed loop, and checks afterwards that
 * every acknowledged call is in the state. Start with {@link dev.holdfast.cli.bench.BenchCommand}.
 */
@NullMarked
package dev.holdfast.cli.bench;

import org.jspecify.annotations.NullMarked;
