/**
 * The runtime for services written in Java: compiles or opens their code, gives each deployable a
 * class loader of its own, and runs its handlers in this process. Start with {@link
 * dev.holdfast.runtimes.jvm.JvmServices}.
 */
@NullMarked
package dev.holdfast.runtimes.jvm;

import org.jspecify.annotations.NullMarked;
