/**
 * What a process of a function may use, and how it is seen that it uses more. Start with {@code
 * LimitSettings}; {@code Watch} looks at all processes, {@code ProcessTree} says which belong to
 * one function.
 */
@NullMarked
package dev.holdfast.runtimes.process.limits;

import org.jspecify.annotations.NullMarked;
