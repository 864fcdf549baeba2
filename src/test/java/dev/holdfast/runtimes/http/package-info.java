/** Functions behind URLs, against real servers on loopback. */
@NullMarked
package dev.holdfast.runtimes.http;

import org.jspecify.annotations.NullMarked;
