/**
 * Where functions run: the port {@link dev.holdfast.runtimes.FunctionRuntime} and one subpackage
 * per kind of runtime. Start with the port, then {@code jvm}.
 */
@NullMarked
package dev.holdfast.runtimes;

import org.jspecify.annotations.NullMarked;
